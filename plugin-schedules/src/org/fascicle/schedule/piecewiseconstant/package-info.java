/** The schedule {@code piecewise_constant}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.schedule.piecewiseconstant;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
