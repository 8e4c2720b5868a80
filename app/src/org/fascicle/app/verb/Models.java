package org.fascicle.app.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.app.Platform;
import org.jspecify.annotations.Nullable;

/** Opens what a user named: a model file, an archive, or, where nothing was named, the built-in example. */
final class Models {
    private final Platform platform;
    private final Settings settings;

    Models(Platform platform, Settings settings) {
        this.platform = platform;
        this.settings = settings;
    }

    /** A fresh model from a model file; null for the example. */
    Model fresh(@Nullable Path modelFile) {
        return platform.fascicle().create(modelFile == null
                ? Definition.text(platform.example(), "the built-in example") : Definition.file(modelFile), settings);
    }

    /** A model from an archive. */
    Model opened(Path archive) {
        return platform.fascicle().open(archive, settings);
    }

    /** The training of an archive, to go on. */
    TrainingPlan resumed(Path archive) {
        return platform.fascicle().resume(archive, settings);
    }

    /** A model from a model file or an archive; null for the example. */
    Model either(@Nullable Path file) {
        return file != null && isArchive(file) ? opened(file) : fresh(file);
    }

    // An archive begins as a ZIP file does; a text cannot.
    static boolean isArchive(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        } catch (IOException e) {
            // whoever reads it as a model file says what is wrong
            return false;
        }
    }
}
