// The shapes that the phone's modules hand each other; read by editors and by the check, served to nobody.

import type { Cases } from './cases.js';
import type { Catalogue } from './catalogue.js';
import type { Draft } from './draft.js';
import type { Outbox } from './outbox.js';
import type { Locator } from './position.js';
import type { Store } from './store.js';

export interface Actor {
  id: string;
  name: string;
  username: string;
  roles: string[];
  areas: string[];
  units: string[];
}

/** A case as the service answers it. */
export type Case = Wire['IncidentOut'] & { [extra: string]: any };

/** A matter as the phone keeps it. */
export interface Matter {
  service_code: string;
  service_name: string;
  service_group: string;
  aliases: string[];
  call_first: string | null;
  urgency_default: string;
  restricted: boolean;
  season: string | null;
  /** Where to turn instead, for what is not reported here. */
  signpost: string | null;
  limit: string;
  [extra: string]: any;
}

export interface Photo {
  client_id: string;
  stage: 'before' | 'after';
  sha256: string;
  content_type: string;
  size: number;
  blob: Blob;
}

export interface Place {
  lon: number;
  lat: number;
  coord_sys: 'wgs84' | 'cgcs2000';
  source: 'gps' | 'manual';
  accuracy_m?: number;
  device?: string;
}

/** A report being written. */
export interface Writing {
  client_id: string;
  service_code: string;
  urgency: string;
  description: string;
  address: string;
  is_resolved: boolean;
  notes: string;
  photos: Photo[];
  location: Place | null;
  occurred_at: string;
}

/** What waits on the phone to be sent. */
export interface Waiting {
  client_id: string;
  title: string;
  body: any;
  photos: Photo[];
  is_answered: boolean;
  queued_at: number;
  refusal: { code: string; words: string } | null;
  trouble: string;
  is_busy: boolean;
  case_number?: string;
}

/** What all views share. */
export interface App {
  actor: Actor;
  store: Store;
  catalogue: Catalogue;
  draft: Draft;
  outbox: Outbox;
  locator: Locator;
  cases: Cases;
  connection: string;
  listen(hear: () => void): () => void;
  changed(): void;
  go(hash: string): void;
  startReport(matter: Matter): Promise<void>;
  reopen(record: Waiting): Promise<void>;
}
