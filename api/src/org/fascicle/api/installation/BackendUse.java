package org.fascicle.api.installation;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.osgi.annotation.versioning.ProviderType;

/** The service that says what runs, or is open, on a backend: who wants to replace or uninstall it asks first. Safe for many threads. */
@ProviderType
public interface BackendUse {
    /**
     * What uses a backend at this moment.
     *
     * @return a sentence for each use, without a full stop: "the training of digits.json runs on it"; none if it can be taken away
     */
    List<String> of(Backend backend);
}
