package org.fascicle.api.readiness;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** Says what is missing for models; an OSGi service. What it returns is computed at that moment. Safe for any thread. */
@ProviderType
public interface Readiness {
    /** The state of each registered need, sorted by id. */
    List<ModelReadiness> all();

    /** The state of a registered need. */
    Optional<ModelReadiness> of(String id);

    /** The state of a need that need not be registered. */
    ModelReadiness check(ModelNeed need);
}
