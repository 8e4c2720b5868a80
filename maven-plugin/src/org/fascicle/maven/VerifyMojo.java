package org.fascicle.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code fascicle:verify}: checks the bundle that the build has made. A technique may do what it likes, so it is tried in a
 * process of its own, with a limit to its time and its memory; what ends the process fails the build.
 */
public final class VerifyMojo extends AbstractMojo {
    // Maven sets these, by the descriptor plugin.xml.
    private @Nullable File bundle;
    private @Nullable File against;
    private @Nullable File report;
    private int seconds;
    private @Nullable String memory;
    private boolean skip;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("the conformance kit is skipped");
            return;
        }
        if (bundle == null || !bundle.isFile()) {
            throw new MojoExecutionException("there is no bundle to check: this goal belongs into a phase after 'package', "
                    + "and bnd-maven-plugin's goal 'jar' before it");
        }
        try {
            check(bundle, report == null ? null : report.toPath());
        } catch (IOException | URISyntaxException e) {
            throw new MojoExecutionException("the conformance kit cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while the conformance kit ran", e);
        }
    }

    private void check(File bundle, @Nullable Path report)
            throws IOException, URISyntaxException, InterruptedException, MojoFailureException {
        Path findings = report == null ? Files.createTempFile("fascicle", ".xml") : report;
        Files.createDirectories(findings.toAbsolutePath().getParent());
        Files.deleteIfExists(findings);
        Path begun = Files.createTempFile("fascicle", ".begun");
        try {
            check(bundle, findings, begun);
        } finally {
            Files.delete(begun);
        }
    }

    private void check(File bundle, Path findings, Path begun)
            throws IOException, URISyntaxException, InterruptedException, MojoFailureException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory, "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0", "-cp", path(), Check.class.getName(),
                findings.toString(), begun.toString(), bundle.toString()));
        if (against != null) {
            command.add(against.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> say(process));
        boolean ended = false;
        try {
            ended = process.waitFor(seconds, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        said.join();
        if (!ended) {
            throw new MojoFailureException("the conformance kit was not done with " + bundle.getName() + " after " + seconds
                    + " seconds" + at(begun)
                    + "; a technique may wait for something, or loop. With -Dfascicle.seconds=N it gets more time");
        }
        int exit = process.exitValue();
        if (exit == Check.FAILED) {
            throw new MojoFailureException(
                    bundle.getName() + " does not keep what the platform requires; the findings are above, and in "
                            + findings);
        }
        if (exit != Check.DONE || !Files.isRegularFile(findings)) {
            throw new MojoFailureException("the conformance kit ended with exit code " + exit + " before it was done with "
                    + bundle.getName() + (exit == Check.BAD_INPUT ? "" : at(begun) + "; a technique may have ended the process"));
        }
    }

    /** The check that was at hand. */
    private static String at(Path begun) throws IOException {
        String check = Files.readString(begun);
        return check.isEmpty() ? "" : ", at " + check;
    }

    private void say(Process process) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                getLog().info(line);
            }
        } catch (IOException e) {
            getLog().debug(e); // its end was forced
        }
    }

    /** The jars that Maven gives this plugin: its own, the platform's and the kit's. */
    private static String path() throws URISyntaxException {
        List<String> path = new ArrayList<>();
        for (URL url : ((URLClassLoader) VerifyMojo.class.getClassLoader()).getURLs()) {
            path.add(Path.of(url.toURI()).toString());
        }
        return String.join(File.pathSeparator, path);
    }
}
