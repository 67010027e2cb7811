"""The one door to a language model that proposes: any server of the OpenAI-compatible kind."""
