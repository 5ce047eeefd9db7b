import type { ErrorEntry } from './error-entry.ts'

/** Language models that agents use. */
export const modelErrors = {
  MODEL_NOT_CONFIGURED: {
    message: 'Agent has no language model: {problem}',
    hint: 'Write llm: { provider, model } at the agent in agents.yaml, or llm: {} there for what the section llm says; or give the agent llm: { model } and set AWS credentials for Bedrock; or set TROUPE_LLM_BASE_URL to a server such as http://127.0.0.1:11434/v1',
  },
  MODEL_KEY_MISSING: {
    message: 'Provider {provider} needs the environment variable {name}, which is not set',
    hint: 'Set {name} where the platform runs',
  },
  MODEL_PACKAGE_MISSING: {
    message: 'Provider {provider} needs the package {package}, which is not installed',
    hint: 'Install it beside agents.yaml: npm install {package}',
  },
  MODEL_UNKNOWN: {
    message: 'Model {model} is not known to {provider}: {problem}',
    hint: 'Correct llm.model, or enable the model in the account',
  },
  MODEL_DENIED: {
    message: 'Provider {provider} does not let this caller use the model {model}: {problem}',
    hint: 'Check the key, and what its owner may use',
  },
  MODEL_REFUSED: { message: 'Model {model} refused the request: {problem}' },
  MODEL_THROTTLED: {
    message: 'Model {model} is throttled after {tries} tries: {problem}',
    hint: 'Ask for more quota, name a fallback_model, or limit runtime.concurrency of the agent',
  },
  MODEL_UNAVAILABLE: {
    message: 'Model {model} cannot be reached after {tries} tries: {problem}',
    hint: 'Try again, or name a fallback_model',
  },
  MODEL_TIMED_OUT: {
    message: 'Model {model} did not answer within {timeout}',
    hint: 'Raise limits.callTimeMs, or ask for less',
  },
  MODEL_PROMPT_TOO_LONG: {
    message: 'Prompt is longer than the model {model} takes: {problem}',
    hint: 'Give it less, or use a model with a longer context',
  },
  MODEL_INPUT_TOO_LARGE: {
    message: 'Prompt has {met} characters, more than the limit {limit}',
    hint: 'Give it less, or raise limits.promptCharacters',
  },
  MODEL_BLOCKED: {
    message: 'Guardrail blocked what model {model} was asked or answered',
    hint: 'Look at the trace of the guardrail in AWS',
  },
  MODEL_GUARDRAIL_UNAVAILABLE: {
    message: 'Guardrail cannot be applied: {problem}',
    hint: 'Use provider bedrock, and name guardrail: { id, version } at llm in agents.yaml or in llm({ … })',
  },
  MODEL_OUTPUT_INVALID: {
    message: 'Model {model} gave no valid output when asked {asks} times: {problem}',
    hint: 'Make the schema simpler, say in the instructions what is wanted, or use another model',
  },
  MODEL_LIMIT_REACHED: {
    message: 'Run of the model reached its limit of {limit}',
    hint: 'Raise the limit in llm({ limits }), or ask for less',
  },
  MODEL_BUDGET_SPENT: {
    message: 'Run of the model would go beyond its budget: {spent} of {budget} USD are spent',
    hint: 'Raise limits.usd',
  },
  MODEL_JOB_BUDGET_SPENT: {
    message: 'Budget of the job for models is spent: {left} USD were left when the attempt began',
    hint: 'Raise budget.usd of the workflow, or use a cheaper model',
  },
  MODEL_PRICE_UNKNOWN: {
    message: 'Budget in USD cannot be kept: the price of model {model} is unknown',
    hint: 'Give its price in llm({ prices })',
  },
  MODEL_TOOL_INVALID: {
    message: 'Tool {tool} cannot be offered to a model: {problem}',
    hint: 'Name it in 1 to 64 of [A-Za-z0-9_-], each name once, with an object as its input',
  },
  MODEL_TOOL_DENIED: {
    message: 'Tool {tool} may not be offered to the model: agents.yaml allows {allowed}',
    hint: 'Add it to capabilities.tools of the agent, or take it out of llm({ tools })',
  },
  MODEL_APPROVAL_MISSING: {
    message: 'Tool {tool} needs an approval, and nobody is there to give it',
    hint: 'Give llm({ approve }) a function that says whether it may be called',
  },
  MODEL_MCP_UNREACHABLE: {
    message: 'MCP server {server} cannot be used: {problem}',
    hint: 'Look whether it runs, and at its address or command',
  },
  MODEL_MCP_CHANGED: {
    message: 'MCP server {server} offers other tools than those it was pinned to: their hash is {met}, not {pinned}',
    hint: 'Read what its tools say now; if they may be trusted, write hash: {met}',
  },
  MODEL_TOOL_FAILED: {
    message: 'Tools failed {failures} times in one run, the last one {tool}: {problem}',
    hint: 'Correct the tool, or raise limits.toolFailures',
  },
  MODEL_INSTRUCTIONS_INVALID: {
    message: 'Instructions {file} cannot be filled: {problem}',
    hint: 'Pass the value in run({ values }), or correct its name',
  },
  MODEL_SCRIPT_EXHAUSTED: {
    message: 'Scripted model has no answer to request {request}',
    hint: 'Give it more answers, or a function',
  },
} as const satisfies Record<string, ErrorEntry>
