import { HOLD_LIMIT_MS } from '../../control/hand-watch.ts';
import type { RobotEntry, RobotSelected } from '../../wire/json-messages.ts';

export type RobotTold = RobotEntry | RobotSelected;

/** The robot that is shown, as its node says. */
export class SelectedRobot {
  readonly id: string;
  name: string;
  /** Undefined until the node has said it. */
  online: boolean | undefined;
  /** For how long one hold without a change may last. */
  holdLimitMs = HOLD_LIMIT_MS;

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  /** False when it is about another robot. An entry of the list of robots says nothing of the limit: it stays. */
  onTold(told: RobotTold): boolean {
    if (told.robot_id !== this.id) return false;
    this.name = told.name;
    this.online = told.online;
    if ('type' in told) {
      const { hold_limit_s: limitS } = told;
      this.holdLimitMs = limitS === undefined ? HOLD_LIMIT_MS : limitS * 1000;
    }
    return true;
  }
}
