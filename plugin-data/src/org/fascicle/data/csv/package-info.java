/** The data {@code csv}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.data.csv;

import org.osgi.annotation.versioning.Version;
