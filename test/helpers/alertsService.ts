import { type StoredAlertsOptions, StoredAlertsService } from '../../src/notify/alerts/alertService';
import { Dropper } from '../../src/notify/undelivered/dropper';

/** The service over these, which gives up what somebody drops. */
export const createAlertsService = (deps: Omit<StoredAlertsOptions, 'dropper'>): StoredAlertsService =>
  new StoredAlertsService({ ...deps, dropper: new Dropper(deps) });
