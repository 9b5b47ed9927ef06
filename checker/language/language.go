// Package language turns what the checker says in English into the language of
// the person who reads it. The program itself speaks English: JSON, progress and
// exit statuses never change with the language.
package language

import (
	"fmt"
	"strings"
)

// The languages, by what --lang takes.
const (
	English = "en"
	Chinese = "zh" // simplified, as in zh_CN
)

// Choose returns the language that a person wants: what the flag says, and where
// that is "" what the environment says for messages. As in POSIX (Base
// Definitions, 8.2) LC_ALL goes before LC_MESSAGES and that before LANG, and one
// that is empty does not count. A locale that is not Chinese is English. It is an
// error where the flag names another language.
func Choose(flag string, getenv func(string) string) (string, error) {
	switch flag {
	case English, Chinese:
		return flag, nil
	case "":
		return fromLocale(getenv), nil
	}
	return "", fmt.Errorf("--lang %s: want en or zh", flag)
}

func fromLocale(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		name, _, _ := strings.Cut(strings.ReplaceAll(locale, "-", "_"), ".")
		if name == Chinese || strings.HasPrefix(name, Chinese+"_") {
			return Chinese
		}
		return English
	}
	return English
}

// Tag returns the tag (BCP 47) that files in a language have in their names, as
// in README.zh-CN.md, or "" for English.
func Tag(name string) string {
	if name == Chinese {
		return "zh-CN"
	}
	return ""
}
