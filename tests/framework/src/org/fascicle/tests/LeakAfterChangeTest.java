package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectService;

/** A technique's class loader is garbage after its bundle was replaced or taken out while a network trained with it. */
@Timeout(300)
public class LeakAfterChangeTest extends PlatformTest {
    private static final long SECONDS = 60;
    private static final String LATER = "1.9.0";

    @InjectService(timeout = 120_000)
    Installer installer;
    @TempDir
    Path folder;

    static Stream<Arguments> guests() {
        return LeakTest.guests();
    }

    /** Both versions, while the model and its training are still there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void aTrainingThatFollowedHoldsNeitherVersion(Kind kind, String bundle, String model) throws Exception {
        for (String backend : backends()) {
            try (Model network = create(bundle, model, backend)) {
                List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
                Training training = trainedAcross(bundle, network, loaders);
                for (WeakReference<ClassLoader> loader : loaders) {
                    LeakTest.assertCollected(loader, bundle + " on " + backend);
                }
                assertTrue(training.step() > 0);
            }
        }
    }

    private Model create(String bundle, String model, String backend) throws Exception {
        try (Guest guest = Guest.install(bundle)) {
            return create(model, on(backend));
        }
    }

    private Training trainedAcross(String bundle, Model network, List<WeakReference<ClassLoader>> loaders) throws Exception {
        List<Guest> guests = new ArrayList<>(List.of(Guest.install(bundle)));
        loaders.add(guests.get(0).loader());
        try {
            Training training = fascicle.train(network).follow(true).listener(Listen.step(progress -> {
                if (guests.size() == 1) {
                    try {
                        guests.add(Guest.install(bundle, bundle, LATER));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            })).start();
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEquals(2, guests.size());
            loaders.add(guests.get(1).loader());
            return training;
        } finally {
            for (Guest guest : guests) {
                guest.close();
            }
        }
    }

    /** While the training waits, and again when it has ended with the one that came. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void aTrainingThatWaitsHoldsNothing(Kind kind, String bundle, String model) throws Exception {
        for (String backend : backends()) {
            try (Model network = create(bundle, model, backend)) {
                List<Training> trainings = new ArrayList<>();
                LeakTest.assertCollected(left(bundle, network, trainings), bundle + " on " + backend + ", waited for");
                LeakTest.assertCollected(returned(bundle, trainings.get(0)), bundle + " on " + backend);
            }
        }
    }

    private WeakReference<ClassLoader> left(String bundle, Model network, List<Training> trainings) throws Exception {
        CountDownLatch stepped = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (Guest guest = Guest.install(bundle)) {
            WeakReference<ClassLoader> loader = guest.loader();
            assertNotNull(loader.get());
            trainings.add(fascicle.train(network).waitForTechniques(true).listener(Listen.step(progress -> {
                stepped.countDown();
                try {
                    assertTrue(gone.await(SECONDS, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            })).start());
            assertTrue(stepped.await(SECONDS, TimeUnit.SECONDS));
            guest.close();
            return loader;
        } finally {
            gone.countDown();
        }
    }

    private static WeakReference<ClassLoader> returned(String bundle, Training training) throws Exception {
        try (Guest guest = Guest.install(bundle)) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            return guest.loader();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void whatTheInstallerUpdatesAndUninstallsIsCollected(Kind kind, String bundle, String model) throws Exception {
        Path first = folder.resolve("first.jar");
        Path second = folder.resolve("second.jar");
        try (InputStream jar = Guest.jar(bundle);
                InputStream other = Guest.changed(bundle, headers -> headers.putValue(Constants.BUNDLE_DESCRIPTION, "Other."))) {
            Files.copy(jar, first);
            Files.copy(other, second);
        }
        installer.install(Jars.of(first));
        WeakReference<ClassLoader> installed = usedOnEveryBackend(bundle, model);
        installer.update(Jars.of(second));
        LeakTest.assertCollected(installed, bundle + ", updated");
        WeakReference<ClassLoader> updated = usedOnEveryBackend(bundle, model);
        installer.uninstall(bundle, null);
        LeakTest.assertCollected(updated, bundle + ", uninstalled");
    }

    private WeakReference<ClassLoader> usedOnEveryBackend(String bundle, String model) throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(installed(bundle).adapt(BundleWiring.class).getClassLoader());
        for (String backend : backends()) {
            try (Model network = create(model, on(backend))) {
                trainTo(network, 1);
            }
        }
        return loader;
    }

    private static Bundle installed(String bundle) {
        return Stream.of(context().getBundles()).filter(each -> bundle.equals(each.getSymbolicName())).findFirst().orElseThrow();
    }

    @Test
    void whatCameThroughTheFolderOfPluginsIsCollectedWhenItsFileGoes() throws Exception {
        String bundle = "com.example.activation.softsign";
        Path plugins = Path.of(context().getProperty("fascicle.installation")).resolve("plugins");
        Path jar = plugins.resolve("leak-" + bundle + ".jar");
        String model = (String) LeakTest.guests().filter(arguments -> arguments.get()[1].equals(bundle)).findFirst().orElseThrow()
                .get()[2];
        SampleJar sample = new SampleJar();
        await(BundleEvent.STARTED, bundle, () -> sample.write(jar));
        WeakReference<ClassLoader> loader = usedOnEveryBackend(bundle, model);
        await(BundleEvent.UNINSTALLED, bundle, () -> Files.delete(jar));
        LeakTest.assertCollected(loader, bundle);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void await(int type, String bundle, Act act) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        SynchronousBundleListener listener = event -> {
            if (event.getType() == type && bundle.equals(event.getBundle().getSymbolicName())) {
                seen.countDown();
            }
        };
        context().addBundleListener(listener);
        try {
            act.run();
            assertTrue(seen.await(SECONDS, TimeUnit.SECONDS), () -> "no event " + type + " of " + bundle);
        } finally {
            context().removeBundleListener(listener);
        }
    }
}
