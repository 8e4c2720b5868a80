package org.fascicle.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.fascicle.api.problem.StateException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path keys;
    @TempDir
    Path folder;
    private Path trusted;
    private Path jar;

    /** Three keys: an authority's, one that it has issued, and a stranger's. */
    @BeforeAll
    static void generate() throws Exception {
        tool("keytool", "-genkeypair", "-alias", "authority", "-dname", "CN=Authority", "-keyalg", "EC", "-ext", "bc=ca:true");
        tool("keytool", "-genkeypair", "-alias", "maker", "-dname", "CN=Maker", "-keyalg", "EC");
        tool("keytool", "-genkeypair", "-alias", "stranger", "-dname", "CN=Stranger", "-keyalg", "EC");
        tool("keytool", "-certreq", "-alias", "maker", "-file", keys.resolve("request").toString());
        tool("keytool", "-gencert", "-alias", "authority", "-infile", keys.resolve("request").toString(), "-outfile",
                keys.resolve("answer").toString());
        tool("keytool", "-importcert", "-alias", "maker", "-file", keys.resolve("answer").toString(), "-noprompt");
        for (String alias : List.of("authority", "maker", "stranger")) {
            tool("keytool", "-exportcert", "-rfc", "-alias", alias, "-file", keys.resolve(alias + ".pem").toString());
        }
    }

    private static void tool(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.resolve("keys.p12").toString(), "-storepass", PASSWORD));
        run(command);
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    @BeforeEach
    void write() throws Exception {
        trusted = Files.createDirectory(folder.resolve("trusted"));
        jar = folder.resolve("a.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String name : List.of("one", "two")) {
                entries.putNextEntry(new ZipEntry(name));
                entries.write(name.getBytes());
            }
        }
    }

    private void sign(String alias) throws Exception {
        run(List.of(Path.of(System.getProperty("java.home"), "bin", "jarsigner").toString(), "-keystore",
                keys.resolve("keys.p12").toString(), "-storepass", PASSWORD, jar.toString(), alias));
    }

    private void trust(String alias) throws Exception {
        Files.copy(keys.resolve(alias + ".pem"), trusted.resolve(alias + ".pem"));
    }

    private String distrust() throws Exception {
        return new Signatures(trusted).distrust(jar);
    }

    @Test
    void whoIsTrustedOrWasIssuedByWhoIsMaySign() throws Exception {
        sign("maker");
        assertEquals("no certificate is trusted: there is none in " + trusted, distrust());
        trust("stranger");
        assertTrue(distrust().startsWith("it is signed by CN=Maker, who is not trusted: "), distrust());
        trust("maker");
        assertNull(distrust());
        Files.delete(trusted.resolve("maker.pem"));
        trust("authority");
        assertNull(distrust());
    }

    @Test
    void aJarThatNobodySignedIsNotTrusted() throws Exception {
        trust("authority");
        assertEquals("its entry one is not signed", distrust());
    }

    @Test
    void eachEntryIsCovered() throws Exception {
        sign("maker");
        trust("maker");
        rewrite(Map.of("three", "3"));
        assertEquals("its entry three is not signed", distrust());
    }

    @Test
    void whatWasChangedAfterwardsIsFound() throws Exception {
        sign("maker");
        trust("maker");
        rewrite(Map.of("two", "other"));
        assertTrue(distrust().startsWith("its entry two is not what was signed: "), distrust());
    }

    @Test
    void whatIsNoCertificateIsNamed() throws Exception {
        Path file = Files.writeString(trusted.resolve("x.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertTrue(assertThrows(StateException.class, () -> new Signatures(trusted)).getMessage()
                .startsWith(file + " is no certificate"));
    }

    /** The same entries, with some others in their place or behind them. */
    private void rewrite(Map<String, String> others) throws Exception {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        others.forEach((name, text) -> entries.put(name, text.getBytes()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            // The manifest is the first, or it is none.
            for (String first : List.of("META-INF/MANIFEST.MF")) {
                out.putNextEntry(new ZipEntry(first));
                out.write(entries.remove(first));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        Files.write(jar, bytes.toByteArray());
    }
}
