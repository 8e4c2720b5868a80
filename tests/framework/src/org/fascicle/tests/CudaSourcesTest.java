package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Model;
import org.fascicle.backend.cuda.CudaSources;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The programs of whole networks as CUDA C++: rendered, and made into PTX where nvcc is installed. Needs no GPU. */
public class CudaSourcesTest extends PlatformTest {
    private static final int BATCH = 4;
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "random": { "shape": [28, 28], "classes": 10, "rows": 8 } },
              "network": [ LAYERS { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy",
              "optimizer": { "OPTIMIZER": { "learning_rate": 0.001 } },
              "training": { "epochs": 1, "batch_size": 4, "seed": 42 } }
            """;
    private static final String MLP = "{ 'flatten': {} }, { 'dense': { 'units': 300, 'activation': 'elu' } },"
            + "{ 'dense': { 'units': 100, 'activation': 'elu' } },";
    private static final String NORMALIZED = "{ 'flatten': {} }, { 'dense': { 'units': 300, 'use_bias': false, "
            + "'kernel_regularizer': { 'l2': { 'l2': 0.0001 } } } }, { 'batch_normalization': {} },"
            + "{ 'activation': { 'activation': 'elu' } }, { 'dropout': { 'rate': 0.2 } },";
    private static final String DEEP = "{ 'flatten': {} },"
            + "{ 'dense': { 'units': 100, 'activation': 'selu', 'kernel_initializer': 'lecun_normal' } },".repeat(20);
    private static final String CONVOLUTIONS = "{ 'reshape': { 'target_shape': [28, 28, 1] } },"
            + "{ 'conv2d': { 'filters': 32, 'kernel_size': [3, 3], 'activation': 'relu' } },"
            + "{ 'conv2d': { 'filters': 64, 'kernel_size': [3, 3], 'activation': 'relu' } },"
            + "{ 'max_pooling_2d': { 'pool_size': [2, 2] } }, { 'dropout': { 'rate': 0.25 } }, { 'flatten': {} },"
            + "{ 'dense': { 'units': 128, 'activation': 'relu' } },";

    @TempDir
    Path folder;

    /** Network, optimizer, the products and convolutions of its step, and the most kernel structures that it may have. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"mlp, nesterov, 8, 25", "bn-dropout, adam, 5, 30", "deep-selu, nesterov, 62, 25", "cnn, adam, 11, 35"})
    void aNetworksStepCompilesToPtx(String name, String optimizer, int products, int most) throws Exception {
        List<Graph> graphs = graphs(MODEL.replace("LAYERS", layers(name)).replace("OPTIMIZER", optimizer));
        Graph step = graphs.stream().filter(graph -> graph.guard().isPresent()).findFirst().orElseThrow();
        CudaSources sources = CudaSources.of(step, BATCH);
        assertEquals(products, sources.libraryCalls().size(), sources.libraryCalls().toString());
        TreeSet<String> structures = new TreeSet<>(sources.launched());
        assertTrue(structures.size() <= most, structures.size() + " structures");
        for (Graph graph : graphs) {
            assertFalse(CudaSources.of(graph, 1).launched().isEmpty());
        }
        requirePtx(sources.text(), structures);
    }

    private static String layers(String name) {
        Map<String, String> layers = Map.of("mlp", MLP, "bn-dropout", NORMALIZED, "deep-selu", DEEP, "cnn", CONVOLUTIONS);
        return layers.get(name).replace('\'', '"');
    }

    private void requirePtx(String source, TreeSet<String> names) throws Exception {
        Optional<Path> nvcc = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(place -> Path.of(place, "nvcc"))
                .filter(Files::isExecutable).findFirst();
        assumeTrue(nvcc.isPresent(), "nvcc is not on the PATH: CUDA C++ is not compiled");
        Files.writeString(folder.resolve("step.cu"), source);
        Path printed = folder.resolve("printed.txt");
        int exit = new ProcessBuilder(nvcc.get().toString(), "--ptx", "-o", "step.ptx", "step.cu").directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(printed.toFile()).start().waitFor();
        assertEquals("", Files.readString(printed));
        assertEquals(0, exit);
        String ptx = Files.readString(folder.resolve("step.ptx"));
        names.forEach(name -> assertTrue(ptx.contains(".entry " + name + "("), name));
    }

    /** The graphs of a model that a backend is handed until a step is made. */
    private List<Graph> graphs(String model) throws Exception {
        backends();
        ServiceReference<Backend> reference = context().getServiceReferences(Backend.class, null).stream()
                .filter(each -> context().getService(each).name().equals("reference")).findFirst().orElseThrow();
        Recorder recorder = new Recorder(context().getService(reference));
        Dictionary<String, Object> lowest = new Hashtable<>();
        lowest.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        ServiceRegistration<Backend> registration = context().registerService(Backend.class, recorder, lowest);
        try (Model network = create(model, on(recorder.name()))) {
            trainTo(network, 1);
        } finally {
            registration.unregister();
        }
        return recorder.graphs;
    }

    /** A backend that keeps the graphs that another compiles. */
    private static final class Recorder implements Backend {
        private final List<Graph> graphs = new ArrayList<>();
        private final Backend backend;

        Recorder(Backend backend) {
            this.backend = backend;
        }

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public Capabilities capabilities() {
            return backend.capabilities();
        }

        @Override
        public Buffer allocate(Type type, Precision precision, long elements) {
            return backend.allocate(type, precision, elements);
        }

        @Override
        public Executable compile(Graph graph, CompileSettings settings) {
            graphs.add(graph);
            return backend.compile(graph, settings);
        }
    }
}
