package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged archive is never resumed; the message names it. */
public class ArchiveProblemTest extends PlatformTest {
    private static final int FLIPS = 150;
    private static final int CUTS = 40;

    @TempDir
    Path folder;

    private Path archive;
    private byte[] good;

    @BeforeEach
    void trainAndSave() throws IOException {
        archive = folder.resolve("network.fascicle");
        try (Model network = create(Models.NORMALIZED, on("reference"))) {
            trainTo(network, 2).save(archive);
        }
        good = Files.readAllBytes(archive);
    }

    private void restore() {
        fascicle.resume(archive, on("reference")).model().close();
    }

    private Map<String, double[]> kept() {
        Training training = resume(archive, on("reference"), Listen.stopAtOnce());
        try (Model model = training.model()) {
            return tensors(training);
        }
    }

    /** No byte can be damaged unnoticed but those that say nothing about the content, such as the time of an entry. */
    @Test
    void aFlippedByteIsNoticedOrChangesNothing() throws IOException {
        Random random = Seeds.random("aFlippedByteIsNoticedOrChangesNothing");
        int noticed = 0;
        Map<String, double[]> before = kept();
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = good.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(archive, damaged);
            try {
                Tensors.assertSameBits(before, kept());
            } catch (InputException e) {
                assertTrue(e.getMessage().startsWith(archive.toString()), () -> "byte " + at + ": " + e.getMessage());
                noticed++;
            }
        }
        assertTrue(noticed > FLIPS * 3 / 4, "damaged in " + FLIPS + " places and noticed in " + noticed);
    }

    @Test
    void anArchiveThatWasCutOffIsRefused() throws IOException {
        for (int i = 0; i < CUTS; i++) {
            Files.write(archive, Arrays.copyOf(good, (int) ((long) good.length * i / CUTS)));
            assertRefused(archive.toString(), this::restore);
        }
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Files.writeString(archive, Models.NORMALIZED);
        assertRefused(archive.toString(), this::restore, "archive");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("holiday.txt"));
            zip.write(1);
        }
        assertRefused(archive.toString(), this::restore, "archive");
        Files.delete(archive);
        assertRefused(archive.toString(), this::restore, "no such");
        Files.createDirectory(archive);
        assertRefused(archive.toString(), this::restore);
    }

    @Test
    void anArchiveIsNoModelFileAndSaysSo() {
        assertRefused(archive.toString(), () -> fascicle.create(Definition.file(archive), on("reference")));
    }

    /** Saving replaces a file as a whole: no half of one is ever there, and nothing is left beside it. */
    @Test
    void savingAgainLeavesOneFile() throws IOException {
        Training training = resume(archive, on("reference"), Listen.stopAtOnce());
        try (Model network = training.model()) {
            training.save(archive);
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.allMatch(archive::equals), "something lies beside the archive");
        }
        restore();
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        Path nowhere = folder.resolve("nowhere").resolve("network.fascicle");
        try (Model network = fascicle.open(archive, on("reference"))) {
            assertRefused(nowhere.toString(), () -> network.save(nowhere));
        }
    }
}
