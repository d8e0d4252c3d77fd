import { readContent } from "#content/read.ts";
import { check } from "#checks/index.ts";
import { channelLimits } from "#drivers/limits.ts";
const MB = 1024*1024 - 10;
const fill = (s: string) => s.repeat(Math.floor(MB / s.length));
const bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + [..."bcdefghi"].map((c,i)=>`${c}: &${c} [${Array(9).fill("*"+"abcdefgh"[i]).join(",")}]`).join("\n")+"\n";
const cases: [string,string][] = [
 ["bomb", bomb],
 ["deep flow", "a: " + "[".repeat(200) + "]".repeat(200)],
 ["deep flow huge", "a: " + "[".repeat(MB/2) + "]".repeat(MB/2)],
 ["open brackets", fill("[")], ["open braces", fill("{a: ")], ["deep block", Array.from({length:1400},(_, i)=>" ".repeat(i)+"a:").join("\n")],
 ["dashes", fill("- ")], ["bad lines", fill("a: b: c\n")], ["tabs", fill("\ta: b\n")], ["question", fill("? ")], ["quotes", fill('"')], ["single", fill("'")],
 ["unclosed quote", 'a: "' + fill("x\n")], ["list", fill("- a\n")], ["dupl keys", fill("a: 1\n")], ["keys", Array.from({length:70000},(_, i)=>`k${i}: ${i}`).join("\n")],
 ["hash", fill("#")], ["comments", fill("# x\n")], ["anchors", fill("&a ")], ["anchors2", fill("- &a x\n")], ["alias", "a: &a x\nb: [" + fill("*a, ") + "]"], ["tags", fill("- !!x y\n")], ["percent", fill("%YAML 1.2\n")], ["docs", fill("---\n")], ["dots", fill("...\n")],
 ["markers", fill("<<<<<<< x\n=======\n>>>>>>> y\n")], ["block", "a: |\n" + fill("  x\n")], ["folded", "a: >\n" + fill("  x\n\n")], ["long plain", "a: " + fill("x ")], ["long plain ml", "a: " + fill("x\n  ")], ["colon", fill(":")], ["colons", fill(": ")], ["comma", "a: [" + fill(",")], ["nul", "a: \0\n"], ["nul2", fill("\0")], ["pipe", fill("|\n")], ["steps", "workflow: hello\nsteps:\n" + fill("  - id: a\n    say: x\n")],
 ["steps2", "workflow: hello\nsteps:\n" + Array.from({length:15000},(_, i)=>`  - id: a${i}\n    say: {en: "x", fr: "y"}\n    then: b${i}\n`).join("")],
 ["nested ifs", "workflow: hello\nsteps:\n" + Array.from({length:40},(_, i)=>`${"    ".repeat(i)}  - id: a${i}\n${"    ".repeat(i)}    if: x\n${"    ".repeat(i)}    then:\n`).join("") + " ".repeat(164) + "  - id: z\n" + " ".repeat(164)+"    end: x\n"],
 ["cel", `workflow: hello\nsteps:\n  - id: a\n    if: "${"(".repeat(5000)}"\n    then: end\n`],
 ["cel2", `workflow: hello\nsteps:\n  - id: a\n    if: "${"!".repeat(500000)}x"\n    then: end\n`],
 ["cel3", `workflow: hello\nsteps:\n  - id: a\n    if: "${"1+".repeat(200000)}1 > 2"\n    then: end\n`],
 ["tmpl", `workflow: hello\nsteps:\n  - id: a\n    say: {en: "${"{{".repeat(200000)}", fr: "y"}\n`],
 ["tmpl2", `workflow: hello\nsteps:\n  - id: a\n    say: {en: "${"{{a}}".repeat(100000)}", fr: "y"}\n`],
];
const base = new Map(Object.entries({"parley.yaml":"site: x\n","brands/s/brand.yaml":"brand: s\nname: S\nlanguages: [en, fr]\n","assistants/bo/assistant.yaml":"assistant: bo\nname: Bo\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n"}).map(([p,t])=>[p,{path:p,text:t}]));
const only = process.argv[2];
for (const [name, text] of cases) { if (only && name !== only) continue;
 for (const path of ["assistants/bo/workflows/hello.yaml", "assistants/bo/tests/x.test.yaml", "brands/s/brand.yaml"]) {
  const files = new Map(base); files.set(path, {path, text});
  const t = performance.now();
  try {
    const { content, findings } = readContent(files as any);
    const t2 = performance.now();
    const sources = new Map([...files.values()].map((f: any) => [f.path, f.text]));
    const more = check(content, { today: "2026-03-02", limits: channelLimits, sources });
    const ms = performance.now() - t;
    if (ms > 700 || only) console.log(name, path.slice(0,12), findings.length, more.length, Math.round(t2-t), Math.round(ms - (t2-t)), findings[0]?.message.slice(0,60));
    if (findings.filter(f=>f.at.file===path).length + more.length === 0) console.log(name, path, "NO FINDING");
  } catch (e: any) { console.log(name, path, "THROWS", Math.round(performance.now()-t), String(e.stack).slice(0, 300)); }
 }
}
