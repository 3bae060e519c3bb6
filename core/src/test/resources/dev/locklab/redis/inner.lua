local two = '$1 \\'
