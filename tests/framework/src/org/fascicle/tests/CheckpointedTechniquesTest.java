package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectService;

/** Trainings whose techniques come in jars that are found, installed, changed and taken away between checkpoint and resume. */
@Timeout(300)
public class CheckpointedTechniquesTest extends PlatformTest {
    private static final String BUNDLE = SampleJar.BUNDLE;
    private static final String NAME = SampleJar.TECHNIQUE;
    private static final String MODEL = Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\"");
    private static final String RESCALE = "com.example.layer.rescale";
    private static final String INITIALIZER = "com.example.initializer.fixeduniform";
    private static final String RESCALED = Models.with(Models.NORMALIZED, "{ \"dropout\": { \"rate\": 0.2 } }",
            "{ \"com.example:rescale\": {} }");
    private static final int CUT = 17;

    @InjectService(timeout = 120_000)
    Installer installer;
    @InjectService(timeout = 120_000)
    Readiness readiness;
    @TempDir
    Path folder;

    @AfterEach
    void takeOut() {
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getSymbolicName().startsWith("com.example.") && bundle.getLocation().startsWith("plugin:")) {
                installer.uninstall(bundle.getSymbolicName(), bundle.getVersion().toString());
            }
        }
    }

    private static Checkpoints checkpoints(Path place) {
        return Checkpoints.in(place).everySteps(7);
    }

    private void train(TrainingPlan plan, Path place, TrainingListener... listeners) {
        List.of(listeners).forEach(plan::listener);
        try (Model model = plan.model(); Training training = plan.checkpoints(checkpoints(place)).start()) {
            training.join();
        }
    }

    private static void assertSameFile(Path expected, Path file) throws IOException {
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file), file + " is not " + expected);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aCheckpointGoesOnToTheBitWhenItsTechniqueIsInstalledAgain(String backend) throws Exception {
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        installer.install(Jars.of(jar));
        Path whole = folder.resolve("whole");
        train(fascicle.train(create(MODEL, on(backend))), whole);
        Path cut = folder.resolve("cut");
        train(fascicle.train(create(MODEL, on(backend))), cut, Listen.stopAt(CUT));
        installer.uninstall(BUNDLE, null);
        assertRefused(cut.resolve("step-" + CUT + ".fasc").toString(), () -> fascicle.resume(cut, on(backend)),
                "there is no activation '" + NAME + "'");
        installer.install(Jars.of(jar));
        train(fascicle.resume(cut, on(backend)), cut);
        assertSameFile(whole.resolve("last.fasc"), cut.resolve("last.fasc"));
        assertSameFile(whole.resolve("best.fasc"), cut.resolve("best.fasc"));
    }

    /** A repository has the next version of a layer, and the initializer that is the default of one of its options. */
    @Test
    void aPlanBringsDefaultsOfDefaultsAndATrainingGoesOnWithThem() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path next = copy(RESCALE + ".next", repository.resolve("next.jar"), "1.3.0");
        Path initializer = Files.write(repository.resolve("initializer.jar"), Guest.jar(INITIALIZER).readAllBytes());
        Path first = Files.write(folder.resolve("first.jar"), Guest.jar(RESCALE).readAllBytes());
        installer.install(Jars.of(first));
        Path place = folder.resolve("place");
        train(fascicle.train(create(RESCALED, on("reference"))), place, Listen.stopAt(CUT));
        installer.uninstall(RESCALE, null);

        List<TechniqueNeed> needs = readiness.check(ModelNeed.toTrain("test", Definition.text(RESCALED, SOURCE))).techniques();
        assertEquals(List.of("nothing provides the layer com.example:rescale"), installer.plan(needs, List.of()).missing());
        Plan plan = installer.plan(needs, List.of(repository));
        assertEquals(List.of(), plan.missing());
        assertEquals(Set.of(next, initializer), Set.copyOf(plan.files()));
        Files.delete(initializer);
        Plan lacking = installer.plan(needs, List.of(repository));
        assertTrue(lacking.missing().toString().contains("com.example:fixed_uniform"), lacking::toString);
        Files.write(initializer, Guest.jar(INITIALIZER).readAllBytes());
        installer.install(Jars.of(plan.files()));
        create(RESCALED, on("reference")).close();

        InputException refused = assertRefused(place.toString(), () -> fascicle.resume(place, on("reference")), "1.2.0", "1.3.0",
                "--upgrade");
        assertTrue(refused.getMessage().contains("com.example:rescale"), refused.getMessage());
        Settings upgraded = on("reference").upgrade(true);
        TrainingPlan resumed = fascicle.resume(place, upgraded);
        Map<String, double[]> before = new TreeMap<>();
        resumed.model().tensors().keySet().forEach(path -> before.put(path, resumed.model().tensor(path)));
        assertTrue(spread(before.get("rescale/shift")) > 0, "begun by its initializer");
        train(resumed, place);
        try (Model model = fascicle.open(place.resolve("last.fasc"), on("reference"))) {
            assertTrue(spread(model.tensor("rescale/shift")) > 0);
        }
    }

    private static double spread(double[] values) {
        return DoubleStream.of(values).map(Math::abs).max().orElse(0);
    }

    /** The next version has a bundle of its own among the tests' jars; here it is that of the one before. */
    private static Path copy(String bundle, Path file, String version) throws IOException {
        return Files.write(file, Guest.changed(bundle, headers -> {
            headers.putValue(Constants.BUNDLE_SYMBOLICNAME, RESCALE);
            headers.putValue(Constants.BUNDLE_VERSION, version);
        }).readAllBytes());
    }
}
