package org.fascicle.core.binding;

import org.fascicle.api.technique.Techniques;
import org.fascicle.core.archive.TechniqueRecord;

/** Whether versions are installed at this moment. */
final class Presence {
    private Presence() {}

    /** Whether a recorded version is offered, once or more often. */
    static boolean has(Techniques installed, TechniqueRecord record) {
        return installed.all().stream().anyMatch(type -> type.kind() == record.kind()
                && type.qualifiedName().equals(record.name()) && Binding.same(type.version(), record.version()));
    }
}
