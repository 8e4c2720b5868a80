package org.fascicle.app.author;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import jdk.security.jarsigner.JarSigner;
import jdk.security.jarsigner.JarSignerException;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs bundles. Its class needs the JDK's module {@code jdk.jartool}, which not every Java has: where it is missing, using
 * this class throws a {@link NoClassDefFoundError}.
 */
public final class Signing {
    private final PrivateKeyEntry key;

    private Signing(PrivateKeyEntry key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param keystore its file, PKCS #12 or JKS
     * @param password of the file, and of the key
     * @param alias the key's name; null if there is only one
     * @throws InputException if there is no such key, or its certificate is not valid now
     */
    public static Signing key(Path keystore, char[] password, @Nullable String alias) {
        try {
            KeyStore store = KeyStore.getInstance(keystore.toFile(), password);
            String chosen = chosen(keystore, keys(store), alias);
            PrivateKeyEntry key = (PrivateKeyEntry) store.getEntry(chosen, new PasswordProtection(password));
            ((X509Certificate) key.getCertificate()).checkValidity();
            return new Signing(key);
        } catch (IOException e) {
            throw new InputException(keystore.toString(), null, e.getCause() instanceof UnrecoverableKeyException
                    ? "the password is wrong" : "is no keystore that can be read: " + e.getMessage(), null);
        } catch (UnrecoverableKeyException e) {
            throw new InputException(keystore.toString(), null, "the key has another password than the file", null);
        } catch (CertificateException e) {
            throw new InputException(keystore.toString(), null, "the certificate is not valid: " + e.getMessage(), null);
        } catch (GeneralSecurityException e) {
            throw new InputException(keystore.toString(), null, "cannot be used: " + e.getMessage(), null);
        }
    }

    private static List<String> keys(KeyStore store) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String each : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(each, PrivateKeyEntry.class)) {
                keys.add(each);
            }
        }
        return keys;
    }

    private static String chosen(Path keystore, List<String> keys, @Nullable String alias) {
        if (alias == null && keys.size() == 1) {
            return keys.get(0);
        }
        for (String each : keys) {
            if (each.equalsIgnoreCase(alias)) {
                return each;
            }
        }
        String there = keys.isEmpty() ? "it has no keys" : "it has " + String.join(", ", keys);
        throw new InputException(keystore.toString(), null, alias == null ? there + "; say which with --alias"
                : "has no key '" + alias + "'; " + there, null);
    }

    /** Whose it is. */
    public String owner() {
        return ((X509Certificate) key.getCertificate()).getSubjectX500Principal().getName();
    }

    /**
     * Signs each entry of a jar.
     *
     * @param signed the result; the jar itself is replaced at once or not at all
     * @throws InputException if it is no jar, or cannot be written
     */
    public void sign(Path jar, Path signed) {
        Path temporary = signed.resolveSibling(signed.getFileName() + ".new");
        try {
            try (ZipFile from = new ZipFile(jar.toFile()); OutputStream to = Files.newOutputStream(temporary)) {
                new JarSigner.Builder(key).digestAlgorithm("SHA-256").build().sign(from, to);
            }
            Files.move(temporary, signed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (ZipException e) {
            throw new InputException(jar.toString(), null, "is no jar: " + e.getMessage(), null);
        } catch (IOException | GeneralSecurityException | JarSignerException e) {
            throw new InputException(jar.toString(), null, "cannot be signed: " + e.getMessage(), null);
        } finally {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // What is wrong has been said.
            }
        }
    }
}
