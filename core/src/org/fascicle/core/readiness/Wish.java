package org.fascicle.core.readiness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelNeed.Purpose;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.CheckpointFolder;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.model.ModelFile;
import org.fascicle.core.model.ModelText;

/** What a need asks for, as data: nothing of it belongs to the bundle that registered the need. Immutable. */
final class Wish {
    private final String id;
    private final ModelText text;
    private final boolean archived;
    private final Binding recorded;
    private final Purpose purpose;
    private final Settings settings;

    private Wish(String id, ModelText text, boolean archived, Binding recorded, Purpose purpose, Settings settings) {
        this.id = id;
        this.text = text;
        this.archived = archived;
        this.recorded = recorded;
        this.purpose = purpose;
        this.settings = settings;
    }

    /**
     * Reads a need, and the model file or the archive that it names.
     *
     * @throws InputException if it names none, or one that cannot be read
     */
    static Wish of(ModelNeed need) {
        String id = id(need);
        Optional<Path> archive = need.archive();
        Optional<Definition> definition = need.definition();
        if (archive.isPresent() == definition.isPresent()) {
            throw new InputException(null, null,
                    archive.isPresent() ? "it names an archive and a definition, and only one can be meant"
                            : "it names no model",
                    "Give either an archive or a definition");
        }
        if (definition.isPresent()) {
            return new Wish(id, ModelText.of(ModelFile.text(definition.get()), definition.get().label()), false, Binding.NONE,
                    need.purpose(),
                    need.settings());
        }
        Path named = archive.orElseThrow();
        Path file = Files.isDirectory(named) ? new CheckpointFolder(named).newest() : named;
        return Archive.readWeights(file, read -> new Wish(id, ModelText.of(read.modelJson(), file.toString()), true,
                need.settings().upgrade() ? Binding.NONE : Binding.of(read.techniques(), List.of()), need.purpose(),
                need.settings()));
    }

    /** The id of a need, if it has one that can be used. */
    static String id(ModelNeed need) {
        String id = need.id();
        if (id == null || id.isBlank()) {
            throw new InputException(null, null, "it has no id", "Give it the id that the condition is to have");
        } else if (id.equals("true")) {
            throw new InputException(null, null, "its id is 'true', and that is the framework's own condition",
                    "Choose another id");
        }
        return id;
    }

    String id() {
        return id;
    }

    /** What messages call the model. */
    String model() {
        return text.label();
    }

    /** What it says, without the values that the settings put in. */
    ModelText text() {
        return text;
    }

    /** Whether parameters come out of an archive, so that nothing initializes them. */
    boolean isArchived() {
        return archived;
    }

    /** The versions that the archive records, if no others may be taken; else none. */
    Binding recorded() {
        return recorded;
    }

    Purpose purpose() {
        return purpose;
    }

    Settings settings() {
        return settings;
    }
}
