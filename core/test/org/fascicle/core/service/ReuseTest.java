package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.core.format.SafetensorsFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that take their first tensors from the archive of a trained network. */
class ReuseTest {
    private static final String LAYERS = "{'linear': {'units': 4%s}}, {'running': {'name': 'mean'%s}}, "
            + "{'linear': {'units': 3}}, {'soft': {}}";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;
    private List<double[]> trained;

    @BeforeEach
    void trainTheBase() {
        try (Model base = read(String.format(LAYERS, "", ""), 3)) {
            train(base);
            base.save(folder.resolve("base.fasc"));
            trained = tensors(base, "linear/", "mean/");
        }
        assertTrue(trained.size() >= 2);
    }

    @Test
    void parametersAndStatesAreTakenOverAndTheOthersAreFresh() {
        try (Model fresh = read(String.format(LAYERS, "", ""), 8);
                Model reusing = read(String.format(LAYERS, ", 'from': 'base.fasc'", ", 'from': 'base.fasc'"), 8)) {
            assertSame(trained, tensors(reusing, "linear/", "mean/"));
            assertFalse(Arrays.equals(trained.get(0), tensors(fresh, "linear/", "mean/").get(0)));
            assertSame(tensors(fresh, "linear_1/"), tensors(reusing, "linear_1/"));
        }
    }

    @Test
    void aLayerMayHaveAnotherNameInTheArchiveAndStayFrozen() {
        String frozen = ", 'name': 'lower', 'trainable': false, 'from': 'base.fasc#linear'";
        try (Model reusing = read(String.format(LAYERS, frozen, ""), 8)) {
            train(reusing);
            assertSame(trained.subList(0, tensors(reusing, "lower/").size()), tensors(reusing, "lower/"));
        }
    }

    @Test
    void weightsByThemselvesDoAsWell() {
        try (Model base = fascicle.open(folder.resolve("base.fasc"), Settings.defaults())) {
            new SafetensorsFormat().write(base, folder.resolve("base.safetensors"));
        }
        String from = ", 'from': 'base.safetensors'";
        try (Model reusing = read(String.format(LAYERS, from, from), 8)) {
            assertSame(trained, tensors(reusing, "linear/", "mean/"));
        }
        refused("the file has no tensor for 'linear/", ", 'from': 'base.safetensors#linaer'", "Did you mean 'linear'?");
        refused("other.safetensors: there is no such file", ", 'from': 'other.safetensors'", null);
    }

    @Test
    void anArchiveOfAReusingNetworkNeedsTheBaseNoMore() throws Exception {
        Path archive = folder.resolve("reusing.fasc");
        List<double[]> before;
        try (Model reusing = read(String.format(LAYERS, ", 'from': 'base.fasc'", ""), 8)) {
            train(reusing);
            reusing.save(archive);
            before = tensors(reusing, "linear/");
        }
        Files.delete(folder.resolve("base.fasc"));
        try (Model opened = fascicle.open(archive, Settings.defaults())) {
            assertSame(before, tensors(opened, "linear/"));
        }
    }

    @Test
    void layersWithinALayerAreTakenOverAsWell() {
        String holding = "{'both': {'first': {'linear': {'units': 4}}, 'second': {'linear': {'units': 4}}, "
                + "'activation': 'slope'}}, {'linear': {'units': 3}}, {'soft': {}}";
        List<double[]> within;
        List<double[]> second;
        try (Model base = read(holding, 3)) {
            train(base);
            base.save(folder.resolve("both.fasc"));
            within = tensors(base, "both/");
            second = tensors(base, "both/second/");
        }
        assertEquals(5, within.size());
        try (Model opened = fascicle.open(folder.resolve("both.fasc"), Settings.defaults());
                Model whole = read(holding.replace("'slope'}", "'slope', 'from': 'both.fasc'}"), 8);
                Model part = read(String.format(LAYERS, ", 'from': 'both.fasc#both/second'", ""), 8)) {
            assertSame(within, tensors(opened, "both/"));
            assertSame(within, tensors(whole, "both/"));
            assertSame(second, tensors(part, "linear/"));
        }
    }

    @Test
    void whatDoesNotFitIsNamedAndNoMemoryIsKept() {
        long open = backend.open();
        refused("the file has no tensor for 'linear/", ", 'from': 'base.fasc#linaer'", "Did you mean 'linear'?");
        refused("has the shape [", ", 'from': 'base.fasc#linear_1'", null);
        refused("other.fasc: there is no such archive", ", 'from': 'other.fasc'", null);
        assertEquals(open, backend.open());
    }

    private void refused(String problem, String option, String remedy) {
        InputException e = assertThrows(InputException.class, () -> read(String.format(LAYERS, option, ""), 8).close());
        assertTrue(e.problem().contains(problem), e.getMessage());
        assertEquals("/network/0/linear/from", e.pointer());
        if (remedy != null) {
            assertEquals(remedy, e.remedy());
        }
    }

    private Model read(String layers, int seed) {
        String text = "{'fascicle': 1, 'data': {'points': {'validation': 5}}, 'network': [" + layers
                + "], 'loss': 'cross_entropy', 'optimizer': 'heavy_ball', 'training': {'epochs': 2, 'batch_size': 4, 'seed': "
                + seed
                + "}}";
        return fascicle.create(Definition.text(text.replace('\'', '"'), "model.json").in(folder), Settings.defaults());
    }

    private void train(Model model) {
        try (Training training = fascicle.train(model).start()) {
            training.join();
        }
    }

    private static List<double[]> tensors(Model model, String... folders) {
        return model.tensors().keySet().stream().filter(path -> Arrays.stream(folders).anyMatch(path::startsWith))
                .map(model::tensor).collect(Collectors.toList());
    }

    private static void assertSame(List<double[]> expected, List<double[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }
}
