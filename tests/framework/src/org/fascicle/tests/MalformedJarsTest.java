package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** Jars that are no sound bundles are refused, and everything stays as it was. */
public class MalformedJarsTest extends InstallationFixture {
    private static final int MALFORMED = 108;

    /** Seed and kind are in the message of what fails. */
    @Test
    void malformedJarsAreRefusedAndNothingChanges() throws Exception {
        for (int seed = 0; seed < MALFORMED; seed++) {
            String what = "malformed jar " + seed;
            Path file = Files.write(folder.resolve("m.jar"), malformed(seed, new Random(seed)));
            InputException problem = assertThrows(InputException.class, () -> installer.install(Jars.of(file)), what);
            assertEquals(file.toString(), problem.file(), what);
            assertState(before, what + ": " + problem.getMessage());
        }
    }

    private static byte[] malformed(int seed, Random random) throws Exception {
        SampleJar jar = new SampleJar();
        byte[] sound = jar.bytes();
        byte[] code = jar.entries.get(SampleJar.CLASS).clone();
        switch (seed % 13) {
            case 12:
                byte[] manifest = "Manifest-Version: 1.0\nno header\n".getBytes(StandardCharsets.UTF_8);
                ByteArrayOutputStream broken = new ByteArrayOutputStream();
                try (JarOutputStream out = new JarOutputStream(broken)) {
                    out.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
                    out.write(manifest);
                }
                return broken.toByteArray();
            case 0:
                return Arrays.copyOf(sound, random.nextInt(sound.length));
            case 1:
                byte[] noise = new byte[random.nextInt(10_000)];
                random.nextBytes(noise);
                return noise;
            case 2:
                sound[place(sound, code) + random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(8));
                return sound;
            case 3:
                return jar.header(Constants.BUNDLE_SYMBOLICNAME, null).bytes();
            case 4:
                return jar.header(Constants.BUNDLE_VERSION, null).bytes();
            case 5:
                return jar.header(Constants.BUNDLE_VERSION, List.of("one", "1..2", "1.2.3.4.5", "-1").get(random.nextInt(4)))
                        .bytes();
            case 6:
                return jar.header(Constants.REQUIRE_CAPABILITY, null).bytes();
            case 7:
                code[random.nextInt(4)] ^= (byte) (1 + random.nextInt(255));
                break;
            case 8:
                code[7] = (byte) (100 + random.nextInt(20));
                break;
            case 9:
                return jar.alsoImports("org.nowhere.p" + random.nextInt(1000)).bytes();
            case 10:
                jar.entries.remove(SampleJar.CLASS);
                return jar.bytes();
            default:
                code = Arrays.copyOf(code, 8 + random.nextInt(code.length - 8));
                break;
        }
        jar.entries.put(SampleJar.CLASS, code);
        return jar.bytes();
    }

    /** Where bytes stand in others. */
    private static int place(byte[] all, byte[] some) {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at + some.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + some.length, some, 0, some.length)) {
                found.add(at);
            }
        }
        assertEquals(1, found.size());
        return found.get(0);
    }
}
