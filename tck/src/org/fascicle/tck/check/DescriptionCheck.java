package org.fascicle.tck.check;

import org.fascicle.api.technique.Kind;

/** A user can learn what the technique is without its source. */
final class DescriptionCheck extends Check {
    DescriptionCheck() {
        super("description");
    }

    @Override
    public boolean concerns(Kind kind) {
        return true;
    }

    @Override
    public void run(Trial trial) {
        Unmet.require(!trial.target().type().description().isBlank(),
                "has no description: add @Technique(description = \"…\"), one sentence");
    }
}
