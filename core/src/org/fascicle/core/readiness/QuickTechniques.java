package org.fascicle.core.readiness;

import java.util.Collection;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.registry.TechniqueRegistry;
import org.jspecify.annotations.Nullable;

/** The registry without its explanations: what is not there is refused at once, and nobody looks for what would provide it. */
final class QuickTechniques implements Techniques {
    private final TechniqueRegistry registry;

    QuickTechniques(TechniqueRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Collection<TechniqueType> all() {
        return registry.all();
    }

    @Override
    public TechniqueType find(Kind kind, String name, @Nullable String range) {
        if (!registry.has(kind, name, range)) {
            throw new InputException("there is no " + kind + " '" + name + "'");
        }
        return registry.find(kind, name, range);
    }
}
