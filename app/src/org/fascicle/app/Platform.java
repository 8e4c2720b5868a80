package org.fascicle.app;

import java.util.List;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.technique.Techniques;

/** What the verbs need of the framework that they run in. Safe for any thread. */
public interface Platform {
    /**
     * The service that makes models.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Fascicle fascicle();

    /**
     * The service that measures training.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Measurement measurement();

    /**
     * The service that knows the techniques.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Techniques techniques();

    /**
     * The service that changes which bundles there are.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Installer installer();

    /**
     * The service that says what models need.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Readiness readiness();

    /** The backends, the default first. */
    List<Backend> backends();

    /** The forms of files that others read or write, by name. */
    List<ModelFormat> formats();

    /** The forms of files that tables are written in, by name, beside CSV. */
    List<TableFormat> tableFormats();

    /**
     * The service that checks technique bundles.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Conformance conformance();

    /**
     * The service that says what is wrong with networks.
     *
     * @throws MissingException if it is not there; the message says why
     */
    Doctor doctor();

    /**
     * The service that makes curves of techniques.
     *
     * @throws MissingException if it is not there; the message says why
     */
    TechniqueCurves curves();

    /** The model file that is used where none is named. */
    String example();

    /** The application's version. */
    String version();

    /** The framework's name and version. */
    String framework();

    /**
     * What starts another process of this installation, without options of the virtual machine and without a verb: the program that is a
     * virtual machine, and its arguments. Empty in a host, whose processes are its own.
     */
    List<String> command();

    /** The server of the dashboard's pages. */
    DashboardHost dashboardHost();

    /** Asks a running training to end. */
    Interruption interruption();
}
