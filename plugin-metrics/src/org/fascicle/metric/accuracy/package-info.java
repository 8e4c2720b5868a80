/** The metric {@code accuracy}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.accuracy;

import org.osgi.annotation.versioning.Version;
