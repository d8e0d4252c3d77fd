/** The assistant of a new site: Robin, who knows the opening hours and returns, and when to fetch people. */

export function assistantFiles({ id, name }: { readonly id: string; readonly name: string }) {
  return new Map([
    ["assistants/robin/assistant.yaml", settings(id)],
    ["assistants/robin/workflows/hello.yaml", hello],
    ["assistants/robin/workflows/opening-hours.yaml", openingHours],
    ["assistants/robin/workflows/returns.yaml", returns],
    ["assistants/robin/workflows/to-people.yaml", toPeople],
    ["assistants/robin/workflows/not-understood.yaml", notUnderstood],
    [`brands/${id}/articles/returns.en.md`, returnsArticle(name)],
  ]);
}

function settings(brand: string): string {
  return `assistant: robin
name: "Robin"
brand: ${brand}
languages: [en] # the first is the default
welcome: hello # runs when a conversation opens
fallback: not-understood # runs when no phrase matches, or anything fails
anytime: [to-people] # its phrases work at any time
`;
}

const hello = `workflow: hello
title: "Welcome"
steps:
  - id: hi
    say: "Hello, I am Robin! Delivery is free from £{{ brand.free_from }}."
  - id: pick
    choose:
    text: "What can I do for you?"
    options:
      - { id: hours, label: "Opening hours", then: [{ id: run_hours, run: opening-hours, end: solved }] }
      - { id: returns, label: "Return something", then: [{ id: run_returns, run: returns, end: solved }] }
      - { id: people, label: "Talk to someone", then: [{ id: run_people, run: to-people, end: solved }] }
    other: [{ id: run_other, run: not-understood, end: solved }]
`;

const openingHours = `workflow: opening-hours
title: "Opening hours"
start: { phrases: ["opening hours", "are you open", "when do you close"] }
steps:
  - id: check
    if: open("support")
    then: [{ id: open_now, say: "We are open right now." }]
    else: [{ id: closed_now, say: 'We are closed. We open again on {{ next_open("support").format("full") }}.' }]
  - id: done
    end: solved
`;

const returns = `workflow: returns
title: "Returns"
start: { phrases: ["return something", "send it back", "I want a refund"] }
steps:
  - id: read
    articles: { ids: [returns] }
  - id: helped
    resolved: { solved: end, unsolved: [{ id: to_people, run: to-people }] }
`;

const toPeople = `workflow: to-people
title: "Talk to someone"
start: { phrases: ["talk to a person", "I want a human"] }
steps:
  - id: email
    ask: user.email
    text: "At which e-mail address can we answer you?"
    type: email
    retry: { max: 1, text: "That does not look like an e-mail address. Could you check it?", else: hand_over }
  - id: hand_over
    handoff: support
    timeout: 3m
    # Nobody is there: the conversation is kept for them, and goes on.
    no_agent: [{ id: record, handoff: support, mode: offline }]
  - id: noted
    say: 'Thank you! Somebody answers when we are open, {{ next_open("support").format("full") }}.'
    end: solved
`;

const notUnderstood = `workflow: not-understood
title: "Not understood"
steps:
  - id: sorry
    say: "I am sorry, I did not understand that."
  - id: people
    choose:
    text: "Would you like to talk to someone?"
    options:
      - { id: yes_please, label: "Yes please", then: [{ id: run_people, run: to-people, end: solved }] }
      - { id: no_thanks, label: "No thanks", then: fine }
    other: fine
  - id: fine
    say: "All right. Ask me something else!"
    end: unsolved
`;

function returnsArticle(name: string): string {
  return `---
title: "Returns"
tags: [returns, refunds]
---

You can send anything back to ${name} within 30 days, unused and in its box. The money is back on your card within a
week after the parcel has reached us.
`;
}
