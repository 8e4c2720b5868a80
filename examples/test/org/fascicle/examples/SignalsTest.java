package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process that is asked to end, interrupted and killed while it trains. */
class SignalsTest {
    private static final long SEED = 20_261_129;
    private static final int KILLS = 4;
    private static final int EPOCHS = 60;
    private static final int SIGINT_BIT = 1 << 1;
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "unit" } },
              "network": [ { "flatten": {} }, { "dense": { "units": 24, "activation": "elu" } }, { "batch_normalization": {} },
                           { "dropout": { "rate": 0.2 } }, { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ],
              "optimizer": { "adam": { "learning_rate": 0.002, "use_ema": true } },
              "training": { "epochs": %d, "batch_size": 96, "seed": 7 } }
            """;

    @TempDir
    Path folder;

    @Test
    void askedToEndItWritesACheckpointAndItsArchive() throws Exception {
        assertEnds(process -> process.toHandle().destroy(), 143);
    }

    @Test
    void interruptedItDoesAsMuch() throws Exception {
        assumeTrue(!isIgnored(), "whoever started this ignores interrupts, and so does all that it starts");
        assertEnds(process -> new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(), 130);
    }

    private void assertEnds(Signal signal, int code) throws Exception {
        Path model = model(1_000_000);
        Process process =
                fascicle("train", model, "--checkpoint", "run", "--checkpoint-every", "100000epochs", "--out", "out.fasc");
        try {
            awaitEpochs(process, 3);
            signal.send(process);
            String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it did not end");
            assertEquals(code, process.exitValue());
            assertTrue(rest.contains("interrupted after ") && rest.contains("written: out.fasc"), rest);
        } finally {
            process.destroyForcibly().waitFor();
        }
        Path last = folder.resolve("run/last.fasc");
        assertEquals(Workspace.weights(last), Workspace.weights(folder.resolve("out.fasc")));
        assertEquals(0, end(fascicle("evaluate", last)));
    }

    @Test
    void killedAndResumedItIsEqualToTheBit() throws Exception {
        Random random = new Random(SEED);
        Path model = model(EPOCHS);
        assertEquals(0, end(fascicle("train", model, "--out", "whole.fasc")));
        List<Integer> at = new ArrayList<>();
        for (int kill = 0; kill < KILLS && !Files.exists(folder.resolve("out.fasc")); kill++) {
            Process process = train(model);
            try {
                at.add(awaitEpochs(process, random.nextInt(8) + 1));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        assertEquals(0, end(train(model)));
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole.fasc")), Files.readAllBytes(folder.resolve("out.fasc")),
                "seed " + SEED + ", killed after the epochs " + at);
    }

    private Process train(Path model) throws IOException {
        String[] rest = {"--checkpoint", "run", "--checkpoint-every", "7steps", "--out", "out.fasc"};
        boolean resumes = Files.exists(folder.resolve("run/last.fasc"));
        List<Object> arguments = new ArrayList<>(resumes ? List.of("train", "--resume", "run") : List.of("train", model));
        arguments.addAll(List.of(rest));
        return fascicle(arguments.toArray());
    }

    private Path model(int epochs) throws IOException {
        return Files.writeString(folder.resolve("model.json"), String.format(MODEL, epochs));
    }

    /** The number of the last epoch that was read; less lines than wanted if it ended before. */
    private static int awaitEpochs(Process process, int count) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        int last = 0;
        for (int i = 0; i < count; i++) {
            String line = lines.readLine();
            if (line == null || !line.startsWith("epoch")) {
                break;
            }
            last = Integer.parseInt(line.replaceFirst("^epoch +([0-9]+)/.*$", "$1"));
        }
        return last;
    }

    private static int end(Process process) throws Exception {
        try {
            process.getInputStream().readAllBytes();
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process fascicle(Object... arguments) throws IOException {
        return new CommandLine(CommandLine.INSTALLATION, folder).start(arguments);
    }

    private static boolean isIgnored() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0;
            }
        }
        return false;
    }

    /** Sends a signal to a process. */
    private interface Signal {
        void send(Process process) throws Exception;
    }
}
