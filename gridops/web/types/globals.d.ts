// What the check has to be told: the shapes of the service's answers, and libraries that are loaded by name.

type Wire = import('./generated/openapi').components['schemas'];

declare module 'maplibre-gl';
declare module 'maplibre-gl/worker';
declare module 'echarts';
declare module 'socket.io-client';
