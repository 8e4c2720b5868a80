package org.fascicle.installer.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that an installation's administrator trusts: files in PEM or DER in the folder {@code trusted}. A jar is trusted if each
 * of its entries is signed by somebody whose certificate is among them, or was issued by one of them. Immutable.
 */
public final class Signatures {
    private static final String X509 = "X.509";
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final Set<X509Certificate> trusted = new LinkedHashSet<>();

    /**
     * The certificates in a folder.
     *
     * @throws StateException if a file there is no certificate
     */
    public Signatures(Path folder) {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    CertificateFactory.getInstance(X509).generateCertificates(in)
                            .forEach(certificate -> trusted.add((X509Certificate) certificate));
                } catch (CertificateException e) {
                    throw new StateException(file + " is no certificate: " + e.getMessage(), e);
                }
            }
        } catch (IOException e) {
            throw new StateException("the trusted certificates in " + folder + " cannot be read: " + e, e);
        }
    }

    /** Why a jar is not trusted; null if it is. */
    public @Nullable String distrust(Path jar) throws IOException {
        Set<CodeSigner> known = new HashSet<>();
        byte[] piece = new byte[PIECE];
        try (JarFile opened = new JarFile(jar.toFile(), true)) {
            for (JarEntry entry : Collections.list(opened.entries())) {
                if (entry.isDirectory() || isOfSignature(entry.getName())) {
                    continue;
                }
                try (InputStream in = opened.getInputStream(entry)) {
                    while (in.read(piece) >= 0) {
                        // The signers are known when all of it has been read.
                    }
                } catch (SecurityException e) {
                    return "its entry " + entry.getName() + " is not what was signed: " + e.getMessage();
                }
                CodeSigner[] signers = entry.getCodeSigners();
                if (signers == null) {
                    return "its entry " + entry.getName() + " is not signed";
                }
                String problem = null;
                boolean isTrusted = false;
                for (CodeSigner signer : signers) {
                    problem = known.contains(signer) ? null : problem(signer);
                    isTrusted |= problem == null;
                    if (problem == null) {
                        known.add(signer);
                    }
                }
                if (!isTrusted) {
                    return problem;
                }
            }
        }
        return known.isEmpty() ? "it is not signed" : null;
    }

    private static boolean isOfSignature(String name) {
        return name.matches("(?i)META-INF/([^/]*\\.(SF|DSA|RSA|EC)|SIG-[^/]*|MANIFEST\\.MF)");
    }

    private @Nullable String problem(CodeSigner signer) {
        List<? extends Certificate> chain = signer.getSignerCertPath().getCertificates();
        X509Certificate first = (X509Certificate) chain.get(0);
        try {
            if (trusted.contains(first)) {
                first.checkValidity();
                return null;
            } else if (trusted.isEmpty()) {
                return "no certificate is trusted: there is none in " + folder;
            }
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            // Who is trusted no more is taken out of the folder.
            parameters.setRevocationEnabled(false);
            List<Certificate> path = new ArrayList<>(chain);
            path.removeIf(trusted::contains);
            CertPath below = CertificateFactory.getInstance(X509).generateCertPath(path);
            CertPathValidator.getInstance("PKIX").validate(below, parameters);
            return null;
        } catch (GeneralSecurityException e) {
            return "it is signed by " + first.getSubjectX500Principal().getName() + ", who is not trusted: " + e.getMessage();
        }
    }
}
