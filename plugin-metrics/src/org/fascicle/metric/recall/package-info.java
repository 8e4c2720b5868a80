/** The metric {@code recall}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.recall;

import org.osgi.annotation.versioning.Version;
