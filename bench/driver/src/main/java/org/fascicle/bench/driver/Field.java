package org.fascicle.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who takes part: which commands start the systems, with which settings. */
final class Field {
    static final List<String> PEERS = List.of("deeplearning4j", "djl", "tensorflow");
    private static final Map<String, String> WORKERS = Map.of(
            "plan", "org.fascicle.bench.plan.PlanWorker",
            "deeplearning4j", "org.fascicle.bench.deeplearning4j.Deeplearning4jWorker",
            "djl", "org.fascicle.bench.djl.DjlWorker",
            "tensorflow", "org.fascicle.bench.tensorflow.TensorFlowWorker");
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private final Path bench;
    private final String fascicle;
    private final List<String> backends;
    private final List<String> peers;

    /**
     * A field.
     *
     * @param bench this folder
     * @param fascicle the command line's start script
     */
    Field(Path bench, String fascicle, List<String> backends, List<String> peers) {
        this.bench = bench;
        this.fascicle = fascicle;
        this.backends = backends;
        this.peers = peers;
    }

    /** All that are to run a network at a batch size: peers at the settings that suit them. */
    List<Contestant> of(String network, int batch) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        List<Contestant> all = new ArrayList<>();
        for (String backend : backends) {
            all.add(Contestant.ours(backend, processors, List.of(fascicle, "shell"), ourEnvironment(), model(network)));
        }
        for (int threads = 1; threads <= Math.min(2, processors); threads++) {
            all.add(worker("plan", Contestant.Side.PLAN, network, threads));
            for (String peer : peers) {
                if (threads == 1 || mayGainByThreads(peer, network, batch)) {
                    all.add(worker(peer, Contestant.Side.PEER, network, threads));
                }
            }
        }
        return all;
    }

    // One thread is Deeplearning4j's best on dense networks; TensorFlow's at the smallest batch.
    private static boolean mayGainByThreads(String peer, String network, int batch) {
        switch (peer) {
            case "deeplearning4j":
                return network.equals("cnn");
            case "tensorflow":
                return batch > 32;
            default:
                return true;
        }
    }

    private Contestant worker(String system, Contestant.Side side, String network, int threads) throws IOException {
        String count = Integer.toString(threads);
        List<String> command = new ArrayList<>(java(system));
        command.add(WORKERS.get(system));
        command.add(network);
        command.add(count);
        return Contestant.worker(system, side, threads, command,
                Map.of("OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count));
    }

    /** The virtual machine with a module of this project, and its options. */
    List<String> java(String module) throws IOException {
        Path target = bench.resolve(module).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (module.equals("plan")) {
            command.add(VECTORS);
        }
        command.add("-Xmx2g");
        command.add("-cp");
        command.add(target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")).trim());
        return command;
    }

    /** The model file of a network. */
    String model(String network) {
        return bench.resolve("models").resolve(network + ".json").toString();
    }

    String fascicle() {
        return fascicle;
    }

    static Map<String, String> ourEnvironment() {
        String given = System.getenv().getOrDefault("FASCICLE_JVM_OPTS", "");
        return Map.of("FASCICLE_JVM_OPTS", given);
    }
}
