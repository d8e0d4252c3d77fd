import type { Command } from "#cli/main.ts";
export const command: Command = {
  summary: "",
  usage: "",
  async run() {
    return 0;
  },
};
