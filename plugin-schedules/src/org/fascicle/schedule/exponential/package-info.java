/** The schedule {@code exponential}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.exponential;

import org.osgi.annotation.versioning.Version;
