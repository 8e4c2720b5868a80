/** Weights between two bounds, as a third party writes it. */
@Version("1.2.0")
package com.example.constraint.box;

import org.osgi.annotation.versioning.Version;
