import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { View } from '../world/model';

/** A view as Slack's methods and payloads show it; `values` is what was filled in, by block and action. */
export function viewJson(core: Core, view: View, values: JsonObject = {}): JsonObject {
  return {
    id: view.id,
    team_id: core.world.team.id,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view.body,
    state: { values },
    hash: view.hash,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId,
    app_id: core.app.id,
    app_installed_team_id: core.world.team.id,
    bot_id: core.app.botId,
  };
}
