package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// speak chooses the language: what --lang says, or the environment.
func (a *app) speak() error {
	name, wrong := language.Choose(a.lang, os.Getenv)
	if wrong != nil {
		name, _ = language.Choose("", os.Getenv) // no flag, no error
	}
	var err error
	if a.words, err = language.Open(name); err == nil && name != language.English {
		err = a.speakOfLessons()
	}
	if wrong != nil {
		return usageError{wrong}
	}
	return err
}

// speakOfLessons takes in what the workshop's lessons say of their checks, where
// there is a workshop.
func (a *app) speakOfLessons() error {
	w, err := a.workshop()
	if err != nil {
		return nil // a command that needs it will say so
	}
	lessons, err := w.Lessons()
	if err != nil {
		return nil // as above
	}
	var all []language.Entry
	for _, l := range lessons {
		text, err := l.Catalogue()
		entries, err2 := language.Parse(text)
		if err = errors.Join(err, err2); err != nil {
			return fmt.Errorf("the texts of %s cannot be read: %w", l.Short(), err)
		}
		all = append(all, entries...)
	}
	a.words = a.words.With(all)
	return nil
}

// workshop returns the workshop, with its texts in the language that was chosen.
func (a *app) workshop() (lesson.Workshop, error) {
	w, err := lesson.Find(".")
	w.Edition = a.words.Tag()
	return w, err
}

// say prints a text in the language that was chosen. Its arguments are printed
// as they are.
func (a *app) say(format string, args ...any) {
	fmt.Fprint(a.out, a.words.Sprintf(format, args...))
}

func completeLanguages(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{language.English, language.Chinese}, cobra.ShellCompDirectiveNoFileComp
}

// wrap breaks text into lines of at most width columns.
func wrap(text string, width int) string {
	return strings.Join(language.Wrap(text, width), "\n")
}
