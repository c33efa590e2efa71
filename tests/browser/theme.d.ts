// What the theme's scripts find: the data that the build writes beside them, and what they make of it.

/** The input of the rules, with what is shown beside it: `data/decide.js`. */
type Site = {
  digest: string;
  states: Record<string, { label: string; hint: string }>;
  title: string;
  base_url: string | null;
  options: string[];
  shown: { id: string; title: string; path: string; colour: number }[];
  questions: SiteQuestion[];
  sources: SiteSource[];
  claims: (Claim & { text?: string })[];
  callouts: (Callout & { title: string; path: string })[];
  groups: { id: string; title: string; path: string; topics: string[] }[];
  scenarios: Scenario[];
};

type SiteQuestion = Question & { title: string; question?: string; path: string; group?: string; unit?: string };

type SiteSource = Source & {
  title: string;
  name: string;
  path: string;
  publisher?: string;
  published?: string;
  url?: string;
  kind: string;
};

type Scenario = {
  id: string;
  title: string;
  path: string;
  weights: Record<string, number>;
  others?: number;
  must?: Record<string, string>;
};

/** What a reader chose: weights and minimums by topic, sides by contradiction. */
type Choices = {
  scenario: string | null;
  weights: Record<string, number>;
  must: Record<string, string>;
  without: string[];
  suppose: Record<string, string>;
  hide: string[];
};

type Link = { title: string; path: string };
type Model = ReturnType<typeof import("../../themes/default/scripts/model.js").modelOf>;
type Decided = ReturnType<typeof import("../../themes/default/scripts/choices.js").decided>;
type Done = Decided & { slow: Slow };
type More = typeof import("../../themes/default/scripts/more.js");

declare const CounterpointKnowledge: Site;
declare const CounterpointMore: More;

type Anchors = import("../../themes/default/scripts/analysis.js").Anchors;
type Question = import("../../themes/default/scripts/analysis.js").Question;
type Source = import("../../themes/default/scripts/analysis.js").Source;
type Claim = import("../../themes/default/scripts/analysis.js").Claim;
type Callout = import("../../themes/default/scripts/analysis.js").Callout;
type Cell = import("../../themes/default/scripts/analysis.js").Cell;
type Contradiction = import("../../themes/default/scripts/analysis.js").Contradiction;
type Change = import("../../themes/default/scripts/trials.js").Change;
type Slow = import("../../themes/default/scripts/decision.js").Slow;
type Aggregate = import("../../themes/default/scripts/decision.js").Aggregate;
type Profile = import("../../themes/default/scripts/profile.js").Profile;
type Ranking = import("../../themes/default/scripts/scores.js").Ranking;
type Evidence = import("../../themes/default/scripts/analysis.js").Evidence;
type Knowledge = import("../../themes/default/scripts/analysis.js").Knowledge;
type Voice = import("../../themes/default/scripts/analysis.js").Voice;
type Tally = import("../../themes/default/scripts/analysis.js").Tally;
type Findings = import("../../themes/default/scripts/analysis.js").Findings;
