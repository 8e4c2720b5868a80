package org.fascicle.app.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.app.Platform;
import org.jspecify.annotations.Nullable;

/** Opens what a user named: a model file, an archive, or, where nothing was named, the built-in example. */
final class Models {
    private final Platform platform;
    private final Settings settings;
    private final MissingBundles bundles;

    Models(Platform platform, Settings settings, MissingBundles bundles) {
        this.platform = platform;
        this.settings = settings;
        this.bundles = bundles;
    }

    /** What training a model file needs; null for the example. */
    ModelNeed need(@Nullable Path modelFile) {
        return ModelNeed
                .toTrain(MissingBundles.ID, modelFile == null ? Definition.text(platform.example(), "the built-in example")
                        : Definition.file(modelFile))
                .with(settings);
    }

    /** What going on with the training of an archive needs, or of the newest checkpoint in a folder. */
    ModelNeed needToResume(Path archive) {
        return ModelNeed.toTrain(MissingBundles.ID, archive).with(settings);
    }

    /** A fresh model from a model file, to train it; null for the example. */
    Model fresh(@Nullable Path modelFile) {
        ModelNeed need = need(modelFile);
        return bundles.open(need, () -> platform.fascicle().create(need.definition().orElseThrow(), settings));
    }

    /** A model from an archive. */
    Model opened(Path archive) {
        return bundles.open(ModelNeed.toPredict(MissingBundles.ID, archive).with(settings),
                () -> platform.fascicle().open(archive, settings));
    }

    /** The training of an archive, or of the newest checkpoint in a folder, to go on. */
    TrainingPlan resumed(Path archive) {
        return bundles.open(needToResume(archive),
                () -> platform.fascicle().resume(archive, settings));
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
