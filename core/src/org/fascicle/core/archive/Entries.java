package org.fascicle.core.archive;

import java.util.List;

/** The names of an archive's entries and of the manifest's keys. */
final class Entries {
    static final String MANIFEST = "manifest.json";
    static final String MODEL = "model.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String TRAINING = "training.safetensors";
    static final String HISTORY = "history.json";

    /** All but the manifest. */
    static final List<String> LISTED = List.of(MODEL, WEIGHTS, TRAINING, HISTORY);

    static final String FORMAT = "fascicle-archive";
    static final String SEED = "seed";
    static final String STEP = "step";
    static final String BACKEND = "backend";
    static final String TECHNIQUES = "techniques";
    static final String EXTRA = "state";
    static final String ENTRIES = "entries";
    static final String SIZE = "size";
    static final String SHA256 = "sha256";
    static final String NAME = "name";
    static final String RECORD = "record";
    static final String KIND = "kind";
    static final String VERSION = "version";
    static final String BUNDLE = "bundle";
    static final String BUNDLE_VERSION = "bundle_version";
    static final String DEFAULTS = "defaults";

    private Entries() {}
}
