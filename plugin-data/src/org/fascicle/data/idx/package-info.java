/** The data {@code idx}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.data.idx;

import org.osgi.annotation.versioning.Version;
