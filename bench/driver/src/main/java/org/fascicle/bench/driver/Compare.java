package org.fascicle.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;

/** Runs Fascicle side by side with its peers and with hand-written plans, and prints the ratios. */
@Command(name = "bench/run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measure Fascicle side by side with its peers and with hand-written plans.",
        footer = {"%nbench/run --check compares the hand-written plans' losses with Fascicle's,",
            "bench/run --kernels [JMH OPTIONS] measures single kernels."})
public final class Compare implements Callable<Integer> {
    private static final List<String> NETWORKS = List.of("mlp-nesterov", "mlp-adam", "bn-dropout", "deep-selu", "cnn");

    @Option(names = "--networks", split = ",", paramLabel = "NAME",
            description = "Of mlp-nesterov, mlp-adam, bn-dropout, deep-selu and cnn; all by default.")
    private List<String> networks = NETWORKS;

    @Option(names = "--batches", split = ",", paramLabel = "N", description = "Rows per step; 32,128,512 by default.")
    private List<Integer> batches = List.of(32, 128, 512);

    @Option(names = "--peers", split = ",", paramLabel = "NAME",
            description = "Of deeplearning4j, djl and tensorflow, or none; all by default.")
    private List<String> peers = Field.PEERS;

    @Option(names = "--backends", split = ",", paramLabel = "NAME",
            description = "Of Fascicle, with :PRECISION if another is meant, as in jit:bfloat16; jit,nd4j by default.")
    private List<String> backends = List.of("jit", "nd4j");

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a slice of time; 1.5 by default.")
    private double seconds = 1.5;

    @Option(names = "--rounds", paramLabel = "N", description = "Slices of each system; 5 by default.")
    private int rounds = 5;

    @Option(names = "--quick", description = "At most three minutes: mlp-nesterov and bn-dropout at batch 128, short slices, "
            + "the backend jit and no measurement but of speed, unless said otherwise.")
    private boolean quick;

    @Option(names = "--speed-only", description = "Leave out start-up, inference and profile.")
    private boolean speedOnly;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where results.json and results.svg go; bench/target by default.")
    private Path out;

    @Option(names = "--fascicle", paramLabel = "SCRIPT",
            description = "The command line to measure; this project's by default.")
    private Path fascicle;

    @Spec
    private CommandSpec spec;

    private final Path bench;

    private Compare(Path bench) {
        this.bench = bench;
    }

    /** The first argument is the folder of the benchmarks, the others are the command line's. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Compare(Path.of(arguments[0])));
        System.exit(line.execute(List.of(arguments).subList(1, arguments.length).toArray(String[]::new)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            hurry(spec.commandLine().getParseResult());
        }
        check();
        Path results = out == null ? bench.resolve("target") : out;
        Files.createDirectories(results);
        String script = (fascicle == null ? bench.resolveSibling("fascicle")
                : fascicle).toAbsolutePath().normalize().toString();
        Field field = new Field(bench, script, backends, peers.equals(List.of("none")) ? List.of() : peers);
        PrintStream log = System.err;
        Machine machine = Machine.here();
        log.println(machine);
        Findings findings = new Findings(Roofline.measure(field));
        if (!speedOnly) {
            for (String backend : backends) {
                findings.measure(field, bench, backend);
            }
            findings.traffic(field, backends.get(0));
        }
        Contest contest = new Contest(field, seconds, rounds, log);
        Report report = new Report(machine, findings, seconds, rounds);
        List<Cell> cells = new ArrayList<>();
        for (String network : networks) {
            cells.addAll(contest.run(network, batches));
            if (!speedOnly) {
                findings.profile(field, network, backends.get(0), batches);
            }
            // After each network, so that a run that is interrupted leaves what it has found.
            report.write(cells, contest.peaks(), results);
        }
        report.print(cells, contest.peaks(), System.out);
        System.out.println("written: " + results.resolve("results.json") + " and results.svg");
        return 0;
    }

    private void hurry(CommandLine.ParseResult given) {
        networks = given.hasMatchedOption("--networks") ? networks : List.of("mlp-nesterov", "bn-dropout");
        batches = given.hasMatchedOption("--batches") ? batches : List.of(128);
        backends = given.hasMatchedOption("--backends") ? backends : List.of("jit");
        seconds = given.hasMatchedOption("--seconds") ? seconds : 0.7;
        rounds = given.hasMatchedOption("--rounds") ? rounds : 3;
        speedOnly = true;
    }

    private void check() {
        require(NETWORKS.containsAll(networks), "--networks takes some of " + String.join(", ", NETWORKS));
        require(peers.equals(List.of("none")) || Field.PEERS.containsAll(peers),
                "--peers takes some of " + String.join(", ", Field.PEERS) + ", or none");
        require(batches.stream().allMatch(batch -> batch >= 8 && batch <= 4096 && batch % 8 == 0),
                "--batches takes multiples of 8 from 8 to 4096");
        require(!backends.isEmpty() && !backends.get(0).contains(":"), "--backends begins with one in its own precision");
        require(seconds >= 0.1 && seconds <= 600, "--seconds takes 0.1 to 600");
        require(rounds >= 1 && rounds <= 1000, "--rounds takes 1 to 1000");
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }
}
