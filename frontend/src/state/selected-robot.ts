import type { RobotSelected } from '../wire/json-messages.ts';

/** The robot that is shown, as its node says. */
export class SelectedRobot {
  readonly id: string;
  name: string;
  /** Undefined until the node has said it. */
  online: boolean | undefined;

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  onTold({ name, online }: Pick<RobotSelected, 'name' | 'online'>): void {
    this.name = name;
    this.online = online;
  }
}
