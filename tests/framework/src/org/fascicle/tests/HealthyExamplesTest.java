package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.test.common.annotation.InjectService;

/** A doctor finds nothing in the examples whose data are at hand, of which those that take long are left out: they are well. */
@ComputesAlone
class HealthyExamplesTest extends PlatformTest {
    private static final int STEPS = 60;
    /** It compiles nothing, of which there would be much. */
    private static final Settings SETTINGS = Settings.defaults().backend("reference");

    @InjectService(timeout = 120_000)
    Doctor doctor;

    @TempDir
    Path folder;

    private Path examples() {
        return Path.of(context().getProperty("fascicle.tests.examples"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "augmentation/plain", "contrastive/embed", "early_stopping/fixed", "passengers/model",
        "pretraining/autoencoder", "pretraining/few_labels", "reuse/eight_digits", "reuse/scratch", "waves/model"})
    void examplesAreWell(String name) {
        Definition definition = Definition.file(examples().resolve(name + ".json"));
        assertEquals(List.of(), doctor.examine(definition, SETTINGS, STEPS));
    }

    @Test
    void oneForOtherImagesIsWellOnDigits() {
        Definition definition = Definition.file(examples().resolve("fashion_mnist_mlp.json"));
        Settings digits = SETTINGS.override("data",
                "{ \"digits\": { \"validation\": 300, \"scale\": \"standard\" } }");
        assertEquals(List.of(), doctor.examine(definition, digits, STEPS));
    }

    @Test
    void reusedLayersAreWell() throws IOException {
        for (String name : List.of("embed.json", "classify.json")) {
            Files.copy(examples().resolve("contrastive").resolve(name), folder.resolve(name));
        }
        try (Model base = fascicle.create(Definition.file(folder.resolve("embed.json")), SETTINGS)) {
            try (Training training = fascicle.train(base).epochs(3).start()) {
                training.join();
            }
            base.save(folder.resolve("embed.fasc"));
        }
        assertEquals(List.of(), doctor.examine(Definition.file(folder.resolve("classify.json")), SETTINGS, STEPS));
    }
}
