package org.fascicle.app.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.app.Platform;
import org.fascicle.app.author.Signing;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a bundle. */
@Command(name = "sign", description = "Sign a bundle, for installations whose trust is 'signed'.",
        footer = {"%nThe password is asked for, unless it is in a file or in the environment variable " + Sign.VARIABLE + ".",
            "Whoever trusts you has your certificate in the installation's folder trusted/:",
            "keytool -exportcert -rfc -keystore FILE -alias NAME -file me.pem"})
final class Sign extends Verb {
    static final String VARIABLE = "FASCICLE_KEYSTORE_PASSWORD";

    @Parameters(index = "0", paramLabel = "JAR", description = "The bundle's file.")
    private Path jar;

    @Option(names = "--keystore", required = true, paramLabel = "FILE",
            description = "Where your key is: a file that keytool made.")
    private Path keystore;

    @Option(names = "--alias", paramLabel = "NAME", description = "The key's name, where the file has several.")
    private @Nullable String alias;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file whose first line is the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; by default the bundle's own file.")
    private @Nullable Path out;

    Sign(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        requireFile(jar);
        requireFile(keystore);
        Path signed = out == null ? jar : out;
        char[] password = password();
        try {
            Signing key = Signing.key(console().resolve(keystore), password, alias);
            key.sign(console().resolve(jar), console().resolve(signed));
            console().out().println(signed + ": signed by " + key.owner());
        } catch (NoClassDefFoundError e) {
            throw new StateException("this Java cannot sign: it has no module jdk.jartool. Use a JDK", e);
        } finally {
            Arrays.fill(password, ' ');
        }
        return DONE;
    }

    private void requireFile(Path file) {
        if (!Files.isRegularFile(console().resolve(file))) {
            throw new InputException(file + ": there is no such file");
        }
    }

    private char[] password() {
        if (passwordFile != null) {
            try {
                return Files.readString(console().resolve(passwordFile)).lines().findFirst().orElse("").toCharArray();
            } catch (IOException e) {
                throw new InputException(passwordFile.toString(), null, "cannot be read: " + e.getMessage(), null);
            }
        }
        String given = System.getenv(VARIABLE);
        if (given != null) {
            return given.toCharArray();
        }
        java.io.Console terminal = console().terminal() ? System.console() : null;
        char[] typed = terminal == null ? null : terminal.readPassword("Password of %s: ", keystore);
        if (typed == null) {
            throw new InputException(
                    "there is no terminal to ask for the password. Write it into a file for --password-file, or into "
                            + "the environment variable " + VARIABLE);
        }
        return typed;
    }
}
