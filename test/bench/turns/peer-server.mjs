/**
 * The peer: the same conversation on Microsoft's Bot Framework, all in memory, nothing durable. Says its address.
 * Arguments: a folder whose node_modules hold botbuilder, botbuilder-dialogs and fastify.
 */

import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "index.js"));
const { BotAdapter, ConversationState, MemoryStorage, TurnContext, ActivityTypes } = require("botbuilder");
const { ChoicePrompt, DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } = require("botbuilder-dialogs");
const fastify = require("fastify");

/** Answers come back with the request, as they do with the delivery mode `expectReplies`. */
class InMemoryAdapter extends BotAdapter {
  async sendActivities(context, activities) {
    const replies = context.turnState.get("replies");
    replies.push(...activities);
    return activities.map((_, index) => ({ id: String(index) }));
  }
  async updateActivity() {}
  async deleteActivity() {}
}

const adapter = new InMemoryAdapter();
const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty("dialog"));
dialogs.add(new TextPrompt("number", async ({ recognized }) => /^FR-[0-9]{6}$/.test(String(recognized.value ?? ""))));
dialogs.add(new ChoicePrompt("resolved"));
dialogs.add(
  new WaterfallDialog("order", [
    (step) => step.prompt("number", { prompt: "What is your order number?", retryPrompt: "It looks like FR-123456." }),
    async (step) => {
      await step.context.sendActivity(`Order ${step.result} has been shipped.`);
      return step.prompt("resolved", { prompt: "Does that answer your question?", choices: ["Yes", "No"] });
    },
    async (step) => {
      if (step.result.value === "Yes") await step.context.sendActivity("Good bye!");
      return step.endDialog();
    },
  ]),
);

async function turn(context) {
  const { activity } = context;
  if (activity.type === ActivityTypes.ConversationUpdate) {
    await context.sendActivity("Hello! How can I help?");
  } else {
    const dialog = await dialogs.createContext(context);
    const result = await dialog.continueDialog();
    if (result.status === DialogTurnStatus.empty && /where is my order/i.test(activity.text)) {
      await dialog.beginDialog("order");
    }
  }
  await state.saveChanges(context);
}

const app = fastify();
app.post("/messages", async ({ body }) => {
  const context = new TurnContext(adapter, body);
  const replies = [];
  context.turnState.set("replies", replies);
  await adapter.runMiddleware(context, turn);
  return { replies: replies.map(({ text }) => text) };
});
process.stdout.write(`${await app.listen({ host: "127.0.0.1", port: 0 })}\n`);
process.once("SIGTERM", () => process.exit(0));
