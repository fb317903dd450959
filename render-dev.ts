import { writeFileSync } from "node:fs";
import { adult, child, chronicLung, packagedFonts, reportOf } from "./tests/reports/report-data.ts";
import { composeReport, SECTIONS } from "./workers/reports/compose.ts";
const long = Array.from({length: 330}, (_, i) => `Paragraph ${i+1}. The patient was seen on the morning round and felt well; breathing was unlaboured, the skin warm and dry, and no pain was reported at rest or on movement. Observations were within the range agreed on admission.`).join("\n");
const cases = {
  adult: adult({note: "Plan: chest X-ray in the morning.\nRe-check observations hourly.", label: "Åsa Öberg"}),
  copd: chronicLung(), child: child(), empty: reportOf({silent:[[0,99]]}),
  long: adult({note: long}),
  scripts: adult({label: "محمد بن سعيد", note: "المريض مستقر، معدل النبض 78 في الدقيقة (انظر WEARABLE-007).\nمُسْتَقِرّ\nהחולה יציב, דופק 78 לדקה.\n患者病情稳定，心率78次/分，血氧饱和度97%。\n患者さんは安定しています。환자는 안정적입니다.\nΟ ασθενής είναι σταθερός. Пациент стабилен. Zażółć gęślą jaźń. Tiếng Việt ổn định.\nरोगी स्थिर है, क्षेत्र\nEmoji: 😀 👩‍⚕️ 🇩🇪 ok ≥ ≤ → ₂ ✓\nRLO \u202eabc\u202c end; nul \u0000 bell \u0007; zalgo Z̴̡̢̛̗̘̙̜̝̞̟̠̣̤̥̦̩̪̫̬̭̮̯̰̱̲̳̹̺̻̼͇͈͉͍͎̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏̐̑̒̓̔̽̾̿̀́͂̓̈́͆͊͋͌̕̚ͅ͏͓͔͕͖͙͚͐͑͒͗͛ͣͤͥͦͧͨͩͪͫͬͭͮͯ͘͜͟͢͝͞͠͡\n(<b>)Tj ET <</Type/Catalog>> endobj %%EOF \\" + "W".repeat(10000).slice(0, 600)}),
};
const want = process.argv.slice(2);
for (const [name, data] of Object.entries(cases)) {
  if (want.length && !want.includes(name)) continue;
  let max = 0, last = performance.now(), n = 0; const t0 = last; const c0 = process.cpuUsage();
  const breathe = async () => { const now = performance.now(); max = Math.max(max, now - last); n++; if (n % 4 === 0) await new Promise(r => setTimeout(r, 0)); last = performance.now(); };
  const { bytes, pages } = await composeReport(data, { id: "R-0A1B2C3D4E5F", hash: "0".repeat(64), generatedAt: Date.parse("2026-11-27T06:10:00Z") }, { paper: name === "child" ? "letter" : "a4", sections: [...SECTIONS] }, packagedFonts, breathe);
  console.log(name, pages, "pages", bytes.length, "bytes", (performance.now() - t0).toFixed(0), "ms, cpu", (process.cpuUsage(c0).user/1000).toFixed(0), "ms; longest stretch", max.toFixed(0), "breaths", n);
  writeFileSync(`/tmp/proto/${name}.pdf`, bytes);
}
