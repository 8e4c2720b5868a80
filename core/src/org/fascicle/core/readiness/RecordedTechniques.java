package org.fascicle.core.readiness;

import java.util.Collection;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.binding.Use;
import org.jspecify.annotations.Nullable;

/** Techniques in the versions that an archive records; those that it does not record are as they are. */
final class RecordedTechniques implements Techniques {
    private final Techniques installed;
    private final Binding recorded;

    RecordedTechniques(Techniques installed, Binding recorded) {
        this.installed = installed;
        this.recorded = recorded;
    }

    @Override
    public Collection<TechniqueType> all() {
        return installed.all();
    }

    @Override
    public TechniqueType find(Kind kind, String name, @Nullable String range) {
        return installed.find(kind, name, recorded.range(new Use(kind, name, range)));
    }
}
