package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.model.Model;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectService;

/**
 * Techniques of every kind are installed, trained with and uninstalled many times over, and nothing accumulates. The counts are bounded:
 * class loaders, classes, threads, open files, files on disk. Memory is measured and printed. For more cycles:
 * {@code JDK_JAVA_OPTIONS="-Dtester.names=org.fascicle.tests.CyclesTest -Dfascicle.tests.cycles=1000" ./build itest tests:felix}.
 */
public class CyclesTest extends PlatformTest {
    private static final int CYCLES = Integer.getInteger("fascicle.tests.cycles", 30);
    /** Until then caches fill that have a limit of their own. */
    private static final int WARM_UP = Math.max(12, CYCLES / 10);
    private static final int COLLECTIONS = 100;
    private static final long PAUSE = 30;
    /** Classes that the JVM makes for itself, one now and then, of lambdas and reflective calls that became hot. */
    private static final long CLASSES = 200;
    /** The JVM's own, from the moment in which a tool such as jcmd has asked it for something. */
    private static final String ATTACHED = "Attach Listener";
    /** The socket of such a tool, and of whatever else the JVM opens for a moment. */
    private static final int FILES = 2;
    private static final int MEGABYTE = 1 << 20;
    private static final List<String> BUNDLES = List.of("layer.rescale", "initializer.fixeduniform", "activation.softsign",
            "optimizer.signum", "schedule.inversetime", "regularizer.quartic", "constraint.box", "transform.globalnorm",
            "loss.brier", "metric.confidence", "data.spirals");
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "com.example:spirals": { "validation": 20, "scale": "standard" } },
              "network": [ "com.example:rescale",
                           { "dense": { "units": 6, "activation": "com.example:softsign",
                                        "kernel_initializer": { "com.example:fixed_uniform": { "limit": 0.2 } },
                                        "kernel_regularizer": "com.example:quartic", "kernel_constraint": "com.example:box" } },
                           { "dense": { "units": 3, "activation": "softmax" } } ],
              "loss": "com.example:brier",
              "metrics": [ "com.example:confidence" ],
              "updates": [ "com.example:clip_by_global_norm" ],
              "optimizer": { "com.example:signum": {
                "learning_rate": { "com.example:inverse_time": { "initial": 0.1, "decay": 1 } } } },
              "training": { "epochs": 2, "batch_size": 64, "seed": 3 } }
            """;

    @InjectService(timeout = 120_000)
    Installer installer;
    @TempDir
    Path folder;
    private Jars jars;

    @BeforeEach
    void writeJars() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String bundle : BUNDLES) {
            Path file = folder.resolve(bundle + ".jar");
            Files.copy(Guest.jar("com.example." + bundle), file);
            files.add(file);
        }
        jars = Jars.of(files);
    }

    @Test
    void nothingAccumulates() throws Exception {
        List<String> backends = backends();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        Counts before = null;
        for (int cycle = 0; cycle <= WARM_UP + CYCLES; cycle++) {
            if (cycle == 1) {
                System.out.println("cycle 1: " + Counts.now(folder));
            }
            if (cycle >= WARM_UP && (cycle - WARM_UP) % Math.max(1, CYCLES / 10) == 0 || cycle == WARM_UP + CYCLES) {
                collect(loaders);
                loaders.clear();
                Counts counts = Counts.now(folder);
                System.out.println("cycle " + cycle + ": " + counts);
                if (before == null) {
                    before = counts;
                }
                counts.assertNoMoreThan(before);
            }
            cycle(backends.get(cycle % backends.size()), loaders);
        }
    }

    // A frame of its own, so that nothing of the bundles is left on the caller's stack.
    private void cycle(String backend, List<WeakReference<ClassLoader>> loaders) {
        List<Change> installed = installer.install(jars);
        assertEquals(BUNDLES.size(), installed.size());
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getSymbolicName().startsWith("com.example.") && bundle.getLocation().startsWith("plugin:")) {
                loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            }
        }
        Path archive = folder.resolve("cycle.fasc");
        try (Model model = create(MODEL, on(backend))) {
            Training training = train(model);
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            training.save(archive);
        }
        try (Model model = resume(archive, on(backend).override("training.epochs", "3")).model()) {
            predict(model, trainingRows(model), 0, 2);
        }
        installed.forEach(change -> installer.uninstall(change.bundle(), change.version()));
    }

    private static void collect(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long left = loaders.size();
        for (int i = 0; i < COLLECTIONS && left > 0; i++) {
            System.gc();
            Thread.sleep(PAUSE);
            left = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        assertEquals(0, left, "class loaders of uninstalled bundles");
        System.gc();
    }

    /** What is there after garbage was collected. */
    private record Counts(long classes, Set<String> threads, long opened, Set<String> files, String memory) {
        static Counts now(Path folder) throws IOException {
            Set<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> !name.equals(ATTACHED)).collect(Collectors.toCollection(TreeSet::new));
            // Names alone: a file may be closed while they are listed.
            String[] descriptors = new File("/proc/self/fd").list();
            return new Counts(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), threads,
                    descriptors == null ? 0 : descriptors.length, files(folder), memoryNow());
        }

        private static Stream<Path> list(Path place, int depth) throws IOException {
            try (Stream<Path> found = Files.walk(place, depth)) {
                return found.toList().stream();
            }
        }

        /** Of the installation, and of the framework's cache, and the test's own. */
        private static Set<String> files(Path folder) throws IOException {
            Set<String> files = new TreeSet<>();
            list(Path.of(context().getProperty("fascicle.installation")), 3).forEach(file -> files.add(file.toString()));
            // Equinox numbers the files of its own state; what belongs to bundles is in folders.
            list(context().getDataFile("").toPath().getParent().getParent(), 1).filter(Files::isDirectory)
                    .forEach(file -> files.add(file.toString()));
            list(folder, 1).forEach(file -> files.add(file.toString()));
            return files;
        }

        private static String memoryNow() throws IOException {
            List<String> pools = new ArrayList<>();
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                pools.add(String.format(Locale.ROOT, "%s %.1f of %.1f", pool.getName(),
                        (double) pool.getUsage().getUsed() / MEGABYTE, (double) pool.getUsage().getCommitted() / MEGABYTE));
            }
            Path status = Path.of("/proc/self/statm");
            double resident = Files.isReadable(status)
                    ? Long.parseLong(Files.readString(status).split(" ")[1]) * 4096.0 / MEGABYTE : Double.NaN;
            return String.format(Locale.ROOT, "resident %.1f MB; MB used of committed: %s", resident, String.join(", ", pools));
        }

        void assertNoMoreThan(Counts before) {
            assertTrue(classes <= before.classes + CLASSES, () -> classes + " classes, once " + before.classes);
            assertEquals(List.of(), more(threads, before.threads), "threads");
            assertEquals(List.of(), more(files, before.files), "files");
            assertTrue(opened <= before.opened + FILES, () -> opened + " open files, once " + before.opened);
        }

        private static List<String> more(Set<String> now, Set<String> before) {
            return now.stream().filter(each -> !before.contains(each)).toList();
        }

        @Override
        public String toString() {
            return classes + " classes, " + threads.size() + " threads, " + opened + " open files, " + files.size() + " files, "
                    + memory;
        }
    }
}
