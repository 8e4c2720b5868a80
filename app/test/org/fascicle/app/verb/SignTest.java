package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.fascicle.installer.trust.Signatures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is signed here is what an installation whose trust is {@code signed} accepts. */
class SignTest {
    @TempDir
    static Path keys;
    @TempDir
    Path folder;

    private FakePlatform platform = new FakePlatform();
    private Path jar;

    @BeforeAll
    static void generate() throws Exception {
        for (String name : List.of("me", "other")) {
            keytool("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC");
        }
        keytool("-genkeypair", "-alias", "old", "-dname", "CN=old", "-keyalg", "EC", "-startdate", "-20d", "-validity", "10");
        Files.createDirectory(keys.resolve("trusted"));
        keytool("-exportcert", "-rfc", "-alias", "me", "-file", keys.resolve("trusted/me.pem").toString());
        Files.writeString(keys.resolve("password"), "changeit\nno matter\n");
        Files.writeString(keys.resolve("wrong"), "changed\n");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.resolve("keys.p12").toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    @BeforeEach
    void write() throws Exception {
        jar = folder.resolve("a.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.example.a");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("one"));
            entries.write("one".getBytes());
        }
    }

    @Test
    void whatIsSignedIsTrustedUntilItIsChanged() throws Exception {
        assertEquals("its entry one is not signed", distrust());
        assertEquals(0, sign("--alias", "me"), this::said);
        assertEquals("a.jar: signed by CN=me\n", platform.out());
        assertNull(distrust());
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Files.writeString(inside.getPath("one"), "two");
        }
        assertTrue(String.valueOf(distrust()).startsWith("its entry one is not what was signed"), distrust());
    }

    @Test
    void somebodyElsesKeyIsNotTrusted() throws Exception {
        assertEquals(0, sign("--alias", "other"), this::said);
        assertTrue(String.valueOf(distrust()).contains("signed by CN=other, who is not trusted"), distrust());
    }

    @Test
    void anotherFileLeavesTheBundleAsItWas() throws Exception {
        byte[] before = Files.readAllBytes(jar);
        assertEquals(0, sign("--alias", "ME", "--out", "signed.jar"), this::said);
        assertArrayEquals(before, Files.readAllBytes(jar));
        assertNull(new Signatures(keys.resolve("trusted")).distrust(folder.resolve("signed.jar")));
    }

    @Test
    void whatCannotBeUsedIsSaid() throws Exception {
        byte[] before = Files.readAllBytes(jar);
        assertRefused("keys.p12: has no key 'nobody'; it has ", "--alias", "nobody");
        assertRefused("say which with --alias");
        assertRefused("the certificate is not valid", "--alias", "old");
        assertEquals(2, run("sign", "a.jar", "--keystore", keys.resolve("keys.p12").toString(), "--password-file",
                keys.resolve("wrong").toString(), "--alias", "me"));
        assertTrue(said().contains("the password is wrong"), said());
        assertEquals(2, run("sign", "a.jar", "--keystore", keys.resolve("password").toString(), "--password-file",
                keys.resolve("password").toString()));
        assertTrue(said().contains("Unrecognized keystore format"), said());
        assertEquals(2, run("sign", "b.jar", "--keystore", keys.resolve("keys.p12").toString()));
        assertTrue(said().contains("b.jar: there is no such file"), said());
        assertEquals(2, run("sign", "a.jar", "--keystore", keys.resolve("keys.p12").toString(), "--password", "changeit"));
        assertTrue(said().contains("unknown option --password"), said());
        assertArrayEquals(before, Files.readAllBytes(jar));
        Files.writeString(jar, "no jar");
        assertRefused("a.jar: is no jar", "--alias", "me");
        assertFalse(Files.exists(folder.resolve("a.jar.new")));
    }

    private void assertRefused(String message, String... words) {
        assertEquals(2, sign(words), this::said);
        assertTrue(said().contains(message), this::said);
    }

    private int sign(String... words) {
        List<String> all = new ArrayList<>(List.of("sign", "a.jar", "--keystore", keys.resolve("keys.p12").toString(),
                "--password-file", keys.resolve("password").toString()));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private int run(String... words) {
        platform = new FakePlatform();
        platform.folder = folder;
        return platform.run(words);
    }

    private String said() {
        return platform.err();
    }

    private String distrust() throws Exception {
        return new Signatures(keys.resolve("trusted")).distrust(jar);
    }
}
