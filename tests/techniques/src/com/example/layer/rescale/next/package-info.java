/** The next version of com.example.layer.rescale: with a shift. */
@Version("1.3.0")
package com.example.layer.rescale.next;

import org.osgi.annotation.versioning.Version;
