/** The metric {@code mean_absolute_error}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.meanabsoluteerror;

import org.osgi.annotation.versioning.Version;
