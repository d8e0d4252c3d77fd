/** The conversation tests of a new site: every exit that a customer can take is taken, and every phrase begins. */

export function testFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["assistants/robin/tests/welcome.test.yaml", welcome],
    ["assistants/robin/tests/people.test.yaml", people],
    ["assistants/robin/tests/opening-hours.test.yaml", openingHours],
    ["assistants/robin/tests/returns.test.yaml", returns],
  ]);
}

const welcome = `assistant: robin
given: { now: 2026-03-03T10:00:00Z, agents: { support: 1 } }
tests:
  - name: "opening hours"
    talk:
      - start: open
      - bot: hi
        text: "*free from £30*"
      - bot: pick
        options: [hours, returns, people]
      - pick: hours
      - bot: open_now
    expect: { end: solved }

  - name: "returns"
    talk:
      - start: open
      - ...
      - pick: returns
      - bot: read
      - bot: helped
      - pick: solved
    expect: { end: solved }

  - name: "people"
    talk:
      - start: open
      - ...
      - pick: people
      - bot: email
      - user: "ann@example.com"
      - agent: done
      - bot: noted
    expect: { end: solved, handoff: support }

  - name: "other words than the options', and no wish for people"
    talk:
      - start: open
      - ...
      - user: "qwxzvk"
      - bot: sorry
      - bot: people
      - pick: no_thanks
      - bot: fine
    expect: { never: [hand_over] }

  - name: "other words, and people"
    talk:
      - start: open
      - ...
      - user: "qwxzvk"
      - ...
      - pick: yes_please
      - bot: email
      - user: "ann@example.com"
      - agent: done
      - bot: noted
    expect: { handoff: support }

  - name: "other words again"
    talk:
      - start: open
      - ...
      - user: "qwxzvk"
      - ...
      - user: "qwxzvk"
      - bot: fine
    expect: { never: [hand_over] }
`;

const people = `workflow: to-people
given: { now: 2026-03-03T10:00:00Z, agents: { support: 1 } }
tests:
  - name: "somebody is there"
    talk:
      - start: phrase
      - bot: email
      - user: "ann@example.com"
      - agent: "Hello Ann."
      - agent: done
      - bot: noted
    expect: { end: solved, handoff: support, never: [record] }

  - name: "nobody is there, and the address is none"
    given: { agents: { support: 0 } }
    talk:
      - start: phrase
      - bot: email
      - user: "ann"
      - bot: email.retry
      - user: "at home"
      - bot: noted
    expect: { end: solved, visited: [record] }
`;

const openingHours = `workflow: opening-hours
tests:
  - name: "on a Tuesday"
    given: { now: 2026-03-03T10:00:00Z }
    talk:
      - start: phrase
      - bot: open_now
    expect: { end: solved }

  - name: "on a Sunday"
    given: { now: 2026-03-01T10:00:00Z }
    talk:
      - start: phrase
      - bot: closed_now
        text: "*March 2*"
    expect: { end: solved }
`;

const returns = `workflow: returns
given: { now: 2026-03-03T10:00:00Z, agents: { support: 1 } }
tests:
  - name: "the article helps"
    talk:
      - start: phrase
      - bot: read
      - bot: helped
      - pick: solved
    expect: { end: solved }

  - name: "the article does not help"
    talk:
      - start: phrase
      - ...
      - pick: unsolved
      - bot: email
      - user: "ann@example.com"
      - agent: done
      - bot: noted
    expect: { handoff: support }
`;
