"""Words of gaming for templates."""
